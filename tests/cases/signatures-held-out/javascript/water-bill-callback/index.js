'use strict';
var mysql = require('mysql');
var pool = mysql.createPool({ host: process.env.DB_HOST, database: 'water' });

exports.handler = function (event, context, callback) {
  var params = JSON.parse(event);
  var userNo = params.userNo;
  if (!userNo || userNo.length < 8) {
    return callback(null, { ret: 1, msg: 'userNo error' });
  }
  var month = params.month ? params.month : lastMonth();
  pool.query('select amount, paid from bill where user_no=? and month=?', [userNo, month], function (err, rows) {
    if (err) return callback(err);
    if (!rows.length) return callback(null, { ret: 2, msg: 'no bill' });
    callback(null, { ret: 0, amount: rows[0].amount, paid: rows[0].paid });
  });
};

function lastMonth() {
  var d = new Date();
  d.setMonth(d.getMonth() - 1);
  return d.toISOString().slice(0, 7);
}
