const mysql = require('mysql');
const pool = mysql.createPool({ host: 'localhost' });

exports.one = function (sql, args, done) {
  pool.query(sql, args, function (err, rows) {
    if (err) return done(err);
    if (rows.length === 0) return done(new Error('not found'));
    done(null, rows[0]);
  });
};
