const schema = require('./schema');
const { validate } = require('./validate');

exports.handler = async (event) => {
  const input = JSON.parse(event);
  const errors = validate(schema, input);
  if (errors.length > 0) {
    return { code: 1001, errors: errors.join(';') };
  }
  const { phone, address, device = schema.device.default } = input;
  return { code: 0, ticket: `${phone.slice(-4)}-${device}`, address };
};
