const KIND = 'caller';
exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (!evt[`${KIND}Number`]) throw new Error('number');
  return { n: evt[`${KIND}Number`], x: evt[`x-${KIND}\u0041`] };
};
