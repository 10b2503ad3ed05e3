exports.handler = function (event, context, callback) {
  const evt = JSON.parse(event.toString());
  callback(null, { phone: evt.phone });
};
