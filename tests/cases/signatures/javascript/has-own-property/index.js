exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (!evt.hasOwnProperty('a')) throw new Error('a');
  if (!Object.prototype.hasOwnProperty.call(evt, 'b')) throw new Error('b');
  if (!('c' in evt)) throw new Error('c');
  return 'ok';
};
