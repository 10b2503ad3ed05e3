exports.handler = async (event) => {
  const evt = JSON.parse(event);
  return { v: eval('evt.secret') };
};
