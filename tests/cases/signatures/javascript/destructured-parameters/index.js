function send({ to, code = '0000' }) {
  if (!to) throw new Error('to');
  return { to, code };
}
exports.handler = async (event) => send(JSON.parse(event));
