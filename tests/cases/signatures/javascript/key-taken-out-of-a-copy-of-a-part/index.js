exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (evt.ping) return { pong: true };
  const params = { ...evt.params };
  delete params.token.value;
  const more = Object.assign({}, evt.more);
  delete more.secret;
  return { name: params.name, city: evt.city };
};
