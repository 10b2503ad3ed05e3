exports.handler = async (event) => {
  const evt = JSON.parse(event);
  return { name: evt.name.trim(), parts: evt.list.split(',') };
};
