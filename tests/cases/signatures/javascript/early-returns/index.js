exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (!evt) return null;
  if (!evt.to) return '';
  if (!evt.code) return { code: 400 };
  return { sent: evt.to };
};
