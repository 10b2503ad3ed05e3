const lib = require('lib');

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const state = { done: false };
  await lib.run(state);
  if (state.done) return { trace: evt.traceId };
  return { city: evt.city };
};
