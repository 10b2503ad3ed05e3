exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (evt.kind === 'sms') return 'sms';
  if (evt.level > 3) return 'high';
  return 'low';
};
