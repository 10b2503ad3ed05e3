exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const found = /"phone":"(\d+)"/.exec(event);
  return { city: evt.city, phone: found[1] };
};
