const Joi = require('joi');

const schema = Joi.object({
  policyNo: Joi.string().required(),
  lang: Joi.string().default('zh'),
}).unknown(true);

exports.handler = async (event, context) => {
  const body = JSON.parse(event.toString());
  const { error, value } = schema.validate(body);
  if (error) {
    throw new Error(error.details[0].message);
  }
  if (body.channel === 'test') {
    return { policyNo: 'TEST', lang: 'zh' };
  }
  return { policyNo: value.policyNo, lang: value.lang };
};
