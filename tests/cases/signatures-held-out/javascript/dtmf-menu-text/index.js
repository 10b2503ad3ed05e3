const MENU = {
  1: '您的余额为 %s 元',
  2: '您的套餐为 %s',
  9: '请稍候，正在转人工',
};
const util = require('util');

exports.handler = function (event, context, callback) {
  const evt = JSON.parse(event);
  const digit = evt['dtmf'];
  const tpl = MENU[digit];
  if (tpl === undefined) {
    return callback(null, '输入错误');
  }
  const value = digit === '1' ? '10.00' : '畅享套餐';
  callback(null, util.format(tpl, value));
};
