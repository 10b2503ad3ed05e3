exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const size = evt.size ?? 10;
  return { size };
};
