exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (typeof evt.id !== 'string') throw new TypeError('id');
  if (typeof evt.note === 'undefined') evt.note = 'none';
  return { note: evt.note };
};
