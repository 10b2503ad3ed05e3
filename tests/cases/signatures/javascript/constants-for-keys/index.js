const { FIELDS } = require('./constants');
const Key = Object.freeze({ SIGN: 'sign' });
exports.handler = async (event) => {
  const evt = JSON.parse(event);
  return { a: evt[FIELDS.to], b: evt[Key.SIGN] };
};
