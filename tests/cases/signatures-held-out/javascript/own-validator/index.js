const { check, required, digits } = require('./validate');

const rules = {
  idCard: [required, digits],
  mobile: [required],
};

exports.handler = async (event) => {
  const input = JSON.parse(event);
  const error = check(input, rules);
  if (error) {
    return { code: 1, error };
  }
  return { code: 0, key: input.idCard + '-' + input.mobile, source: input.source || 'unknown' };
};
