const respond = (statusCode, payload) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(payload),
});

class BadRequest extends Error {}

function assertField(evt, name) {
  const value = evt[name];
  if (!value) throw new BadRequest(`${name} is required`);
  return value;
}

exports.handler = async (event) => {
  try {
    const evt = JSON.parse(event);
    const user = assertField(evt, 'userId');
    const template = assertField(evt, 'templateId');
    const count = Math.min(Number(evt.count) || 1, 10);
    return respond(200, { code: `${template}-${user}`, count });
  } catch (e) {
    return respond(e instanceof BadRequest ? 400 : 500, { error: e.message });
  }
};
