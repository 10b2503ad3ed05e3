exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (!Object.keys(evt).includes('to')) throw new Error('to');
  return 'ok';
};
