var library = require('library');

function load(name, done) {
  library.read(name, function (error, text) {
    if (error) return done(error);
    done(null, text);
  });
}

exports.handler = function (event, context, callback) {
  var evt = JSON.parse(event);
  if (!evt.shop) return callback(null, { code: 1 });
  load('shops', function (error, shops) {
    if (error) return callback(error);
    load('hours', function (failed, hours) {
      if (failed) return callback(failed);
      callback(null, { code: 0, day: evt.day || 'weekday', more: [shops, hours].length });
    });
  });
};
