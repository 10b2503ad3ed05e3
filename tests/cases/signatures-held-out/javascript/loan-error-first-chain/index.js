const db = require('./db');

function loadLoan(params, next) {
  if (!params.loanNo) return next(new Error('loanNo missing'));
  db.one('select * from loan where no = ?', [params.loanNo], next);
}

function penalty(loan, params, next) {
  const days = parseInt(params.days, 10) || loan.days;
  next(null, { no: loan.no, penalty: loan.principal * 0.0005 * days });
}

exports.handler = function (event, context, callback) {
  const params = JSON.parse(event);
  loadLoan(params, function (err, loan) {
    if (err) return callback(null, { success: false, error: err.message });
    penalty(loan, params, function (err2, result) {
      if (err2) return callback(err2);
      callback(null, Object.assign({ success: true }, result));
    });
  });
};
