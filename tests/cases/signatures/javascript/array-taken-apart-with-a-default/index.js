exports.handler = async (event) => {
  const { to: [lng, lat] = [], id } = JSON.parse(event);
  return { lng, lat, id };
};
