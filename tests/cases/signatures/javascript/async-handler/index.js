exports.handler = async (event) => {
  const evt = JSON.parse(event);
  return { phone: evt.phone };
};
