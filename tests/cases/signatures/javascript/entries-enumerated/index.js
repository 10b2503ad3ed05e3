exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const pairs = Object.entries(evt).map(([key, value]) => `${key}=${value}`);
  return { query: pairs.join('&') };
};
