exports.handler = async (event) => {
  try {
    const evt = JSON.parse(event);
    if (!evt.to) throw new Error('to');
    return { ok: true };
  } catch (error) {
    return { ok: false, reason: error.message };
  }
};
