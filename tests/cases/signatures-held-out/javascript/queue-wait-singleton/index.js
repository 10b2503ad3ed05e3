const state = require('./state');
const { estimate } = require('./estimate');

exports.handler = async (event, context) => {
  state.input = JSON.parse(event);
  state.requestId = context.requestId;
  const seconds = await estimate();
  return { seconds, minutes: Math.ceil(seconds / 60) };
};
