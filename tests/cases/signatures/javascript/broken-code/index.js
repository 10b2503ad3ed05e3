exports.handler = async (event) => {
  const evt = JSON.parse(event;
  return evt.to;
};
