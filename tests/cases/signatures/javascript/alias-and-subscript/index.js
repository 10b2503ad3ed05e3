exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const same = evt;
  return { a: same['a'], b: same.b };
};
