const isPhone = (v) => /^1\d{10}$/.test(v);
const isDate = (v) => !Number.isNaN(Date.parse(v));

const VALIDATORS = new Map([
  ['phone', isPhone],
  ['birthday', isDate],
]);

exports.handler = async (event) => {
  const body = JSON.parse(event);
  for (const [field, valid] of VALIDATORS) {
    if (!valid(body[field])) {
      return { code: 'INVALID', field };
    }
  }
  const gift = body.gift ?? 'coupon';
  return { code: 'OK', gift };
};
