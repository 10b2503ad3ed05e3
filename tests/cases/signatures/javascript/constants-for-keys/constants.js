module.exports.FIELDS = { to: 'to', code: 'code' };
