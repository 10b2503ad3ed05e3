exports.handler = async (event) => {
  const evt = { ...JSON.parse(event) };
  const token = evt.token;
  delete evt.token;
  return { token, again: evt.token };
};
