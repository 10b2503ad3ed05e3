const segments = require('./segments.json');

const UNKNOWN = { province: '未知', city: '未知' };

exports.handler = async (event) => {
  const { phone } = JSON.parse(event.toString());
  const seg = phone.replace(/^(\+?86|0)/, '').slice(0, 3);
  return JSON.stringify(segments[seg] || UNKNOWN);
};
