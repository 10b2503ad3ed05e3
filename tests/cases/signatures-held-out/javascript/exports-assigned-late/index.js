'use strict';

var handler = null;

function Handler(options) {
  this.options = options || {};
}

Handler.prototype.parse = function (event) {
  try {
    return JSON.parse(event);
  } catch (e) {
    return null;
  }
};

Handler.prototype.handle = function (event, cb) {
  var self = this;
  var req = self.parse(event);
  if (!req) {
    cb(null, { code: 1, text: '格式错误' });
    return;
  }
  var account = req.account;
  if (account === undefined || account === '') {
    cb(null, { code: 2, text: '账号为空' });
    return;
  }
  var money = parseFloat(req.money);
  if (isNaN(money)) {
    money = self.options.money;
  }
  cb(null, { code: 0, money: money, account: account });
};

handler = new Handler({ money: 50 });

exports.main = function (event, context, callback) {
  handler.handle(event, callback);
};
