exports.handler = async (event) => {
  const {
    phone,
    from: { city = '杭州', address } = {},
    to: [lng, lat] = [],
    passengers: count = 1,
  } = JSON.parse(event);

  if (!phone || !address) {
    const missing = [!phone && 'phone', !address && 'from.address'].filter(Boolean);
    return { accepted: 'N', error: `missing ${missing.join(', ')}` };
  }
  return { accepted: 'Y', pickup: city + address, car: Number(count) > 4 ? 'van' : 'car', lng, lat };
};
