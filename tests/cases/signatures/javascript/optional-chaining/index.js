exports.handler = async (event) => {
  const evt = JSON.parse(event);
  return { city: evt.address?.city, first: evt.names?.[0] };
};
