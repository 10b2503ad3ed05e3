exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (!['a', 'b'].every((k) => k in evt)) throw new Error('a, b');
  if (['c', 'd'].some((k) => !evt[k])) throw new Error('c, d');
  return 'ok';
};
