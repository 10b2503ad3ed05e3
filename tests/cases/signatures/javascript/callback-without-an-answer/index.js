const lib = require('lib');

exports.handler = (event, context, callback) => {
  const evt = JSON.parse(event);
  if (!evt.to) {
    callback(null, { error: 'to' });
    return;
  }
  lib.send(evt.to);
  callback(null);
};
