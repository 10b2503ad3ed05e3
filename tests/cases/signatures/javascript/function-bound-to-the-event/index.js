const reader = { city() { return this.city; } };

exports.handler = async (event) => {
  const read = reader.city.bind(JSON.parse(event));
  return { city: read() };
};
