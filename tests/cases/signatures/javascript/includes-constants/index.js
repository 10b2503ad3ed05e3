exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (!['zh', 'en'].includes(evt.lang)) throw new Error('lang');
  return evt.lang;
};
