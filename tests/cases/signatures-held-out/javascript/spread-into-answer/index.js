exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (!evt.id) throw new Error('id');
  return { ...evt, handledAt: Date.now(), status: 'done' };
};
