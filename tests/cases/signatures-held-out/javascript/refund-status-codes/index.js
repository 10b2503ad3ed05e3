const STATUS = { OK: 0, PARAM: 1, BIZ: 2 };
const MESSAGES = ['成功', '参数错误', '业务错误'];

const reply = (status, data) => ({ ret: status, msg: MESSAGES[status], ...data });

exports.handler = async (event) => {
  const req = JSON.parse(event);
  const fields = ['orderNo', 'amount'];
  for (const f of fields) {
    if (!req[f]) {
      return reply(STATUS.PARAM, { field: f });
    }
  }
  const amount = +req.amount;
  if (amount > 1000) return reply(STATUS.BIZ);
  return reply(STATUS.OK, { refundNo: 'R' + req.orderNo, reason: req.reason || '其他' });
};
