var mysql = require('mysql');
var pool = mysql.createPool({ host: process.env.HOST, user: 'ivr', database: 'crm' });

exports.handler = function (event, context, callback) {
  var evt;
  try {
    evt = JSON.parse(event);
  } catch (e) {
    return callback(null, { code: 1, msg: 'bad json' });
  }
  if (!evt.phone || evt.phone.length !== 11) {
    return callback(null, { code: 2, msg: 'bad phone' });
  }
  pool.query('select * from member where phone = ?', [evt.phone], function (err, rows) {
    if (err) {
      console.error(err);
      callback(err);
      return;
    }
    if (rows.length === 0) {
      callback(null, { code: 3, msg: 'not found' });
      return;
    }
    callback(null, { code: 0, name: rows[0].name, level: rows[0].level || evt.defaultLevel || 'normal' });
  });
};
