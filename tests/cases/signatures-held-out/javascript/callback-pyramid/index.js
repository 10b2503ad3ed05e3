var fs = require('fs');
var path = require('path');

function load(name, cb) {
  fs.readFile(path.join(__dirname, name), 'utf8', function (err, text) {
    if (err) return cb(err);
    var data;
    try { data = JSON.parse(text); } catch (e) { return cb(e); }
    cb(null, data);
  });
}

exports.handler = function (event, context, callback) {
  var evt = JSON.parse(event);
  if (!evt.shop) return callback(null, { code: 1, message: '门店编号不能为空' });
  load('shops.json', function (err, shops) {
    if (err) return callback(err);
    var shop = shops[evt.shop];
    if (!shop) return callback(null, { code: 2, message: '门店不存在' });
    load('hours.json', function (err2, hours) {
      if (err2) return callback(err2);
      var day = evt.day || 'weekday';
      callback(null, { code: 0, message: hours[day], phone: shop.phone });
    });
  });
};
