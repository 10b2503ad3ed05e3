const db = require('db');
exports.handler = (event, context, callback) => {
  const evt = JSON.parse(event);
  db.query('select 1', (error, rows) => {
    if (error) {
      return callback(error);
    }
    callback(null, { rows, page: evt.page || 1 });
  });
};
