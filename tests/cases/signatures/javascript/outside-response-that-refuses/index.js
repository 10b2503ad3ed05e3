const lib = require('lib');

exports.handler = (event, context, callback) => {
  const evt = JSON.parse(event);
  if (!evt.to) {
    const response = new lib.Response();
    response.setStatusCode(400);
    response.setBody('to');
    return callback(null, response);
  }
  if (!evt.text) {
    const response = new lib.Response();
    response.statusCode = 422;
    return callback(null, response);
  }
  return callback(null, { sent: evt.to + evt.text });
};
