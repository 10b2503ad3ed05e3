const lib = require('lib');

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (evt.ping) return { pong: true };
  const state = { ready: false };
  await lib.prepare(state);
  if (!state.ready) throw new Error('not ready');
  return { city: evt.city };
};
