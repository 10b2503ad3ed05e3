exports.handler = async (event) => {
  const evt = JSON.parse(event);
  evt.size ??= 10;
  return { size: evt.size };
};
