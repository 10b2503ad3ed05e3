exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (!Array.isArray(evt.items)) throw new Error('items');
  return { n: evt.items.length };
};
