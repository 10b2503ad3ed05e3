exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (!/^1\d{10}$/.test(evt.phone)) {
    return { error: 'phone' };
  }
  return { ok: true };
};
