const withJson = (fn) => async (event, context) => fn(JSON.parse(event), context);
exports.handler = withJson(async (evt) => {
  if (!evt.to) throw new Error('to');
  return { to: evt.to };
});
