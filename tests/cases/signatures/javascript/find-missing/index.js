exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const absent = ['p', 'q'].find((k) => evt[k] === undefined);
  if (absent) throw new Error(absent);
  return 'ok';
};
