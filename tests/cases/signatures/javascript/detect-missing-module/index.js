const { detectMissing } = require('./lib');
exports.handler = (event, context, callback) => {
  const evt = JSON.parse(event.toString());
  const problem = detectMissing(['to', 'code'], evt);
  if (problem) {
    callback(problem);
    return;
  }
  callback(null, { sent: true });
};
