const R = require('./fp');

const parse = (buf) => JSON.parse(String(buf));
const required = (...keys) => (o) => {
  const lost = keys.filter((k) => o[k] === undefined || o[k] === '');
  if (lost.length) throw new Error('missing ' + lost.join());
  return o;
};
const total = (o) => ({ ...pick(o), total: R.sum(String(o.items || '').split(',').map(Number)) });
const pick = ({ account, month = 'last' }) => ({ account, month });

exports.handler = async (event) => R.pipe(parse, required('account'), total)(event);
