var http = require('http');

exports.handler = function (event, context, callback) {
  var evt = JSON.parse(event.toString());
  var code = evt['fundCode'];
  if (code === undefined || code === null || code.length != 6) {
    callback('fundCode error');
    return;
  }
  var days = evt['days'] ? evt['days'] : '1';
  http.get('http://fund.example.com/' + code + '?n=' + days, function (res) {
    var chunks = [];
    res.on('data', function (d) { chunks.push(d); });
    res.on('end', function () {
      var body = JSON.parse(Buffer.concat(chunks).toString());
      callback(null, { nav: body.nav, date: body.date });
    });
  }).on('error', function (e) {
    callback(e);
  });
};
