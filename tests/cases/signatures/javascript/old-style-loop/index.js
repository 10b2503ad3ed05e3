var names = ['u', 'v'];
exports.handler = function (event, context, callback) {
  var evt = JSON.parse(event);
  for (var i = 0, n = names.length; i < n; i++) {
    if (!evt[names[i]]) {
      return callback('missing ' + names[i]);
    }
  }
  callback(null, 'ok');
};
