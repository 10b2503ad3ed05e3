var attempts = {};

exports.handler = function (event, context, callback) {
  var code, cabinet;
  try {
    var evt = JSON.parse(event);
    code = evt.pickupCode.toString();
    cabinet = evt.cabinet || 'A';
  } catch (e) {
    callback(null, { result: 'FAIL', message: '参数错误' });
    return;
  }
  attempts[cabinet] = (attempts[cabinet] || 0) + 1;
  if (code.length !== 6) {
    callback(null, { result: 'FAIL', message: '取件码错误' });
    return;
  }
  callback(null, { result: 'SUCCESS', message: cabinet + '柜已打开' });
};
