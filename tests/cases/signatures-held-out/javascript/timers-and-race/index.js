const withTimeout = (p, ms) => new Promise((resolve, reject) => {
  const t = setTimeout(() => reject(new Error('timeout')), ms);
  p.then((v) => { clearTimeout(t); resolve(v); }, (e) => { clearTimeout(t); reject(e); });
});

const find = async ({ parcel, phone }) => {
  if (!parcel && !phone) throw new TypeError('parcel or phone');
  return { shelf: 'A-1', by: parcel ? 'parcel' : 'phone' };
};

exports.handler = async (event) => {
  const query = JSON.parse(event);
  try {
    const { shelf, by } = await withTimeout(find(query), Number(query.timeout) || 2000);
    return { found: true, shelf, by };
  } catch (e) {
    return { found: false, reason: e.message };
  }
};
