function handler(event, context, callback) {
  const evt = JSON.parse(event);
  if (!evt.id) {
    return callback(new Error('id'));
  }
  callback(null, 'ok');
}
module.exports = { handler };
