exports.handler = async (event) => {
  const evt = JSON.parse(event);
  return '{a} and {b}'.replace(/\{(\w)\}/g, (all, name) => evt[name]);
};
