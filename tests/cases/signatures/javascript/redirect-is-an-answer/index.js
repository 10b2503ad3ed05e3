exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (!evt.slug) return { statusCode: 302, location: '/' };
  return { statusCode: 200, body: evt.slug };
};
