const _ = require('lodash');

const CARRIERS = { 134: 'cmcc', 186: 'cucc', 189: 'ctcc' };

exports.handler = async (event) => {
  const body = _.mapValues(_.pick(JSON.parse(event), ['phone', 'amount', 'coupon']), _.trim);
  if (_.isEmpty(body.phone) || _.isEmpty(body.amount)) {
    return { ok: false, error: '参数缺失' };
  }
  const carrier = _.get(CARRIERS, body.phone.slice(0, 3), 'other');
  return { ok: true, carrier, amount: _.toInteger(body.amount), coupon: body.coupon };
};
