const { string, number, object } = require('./schema');

const schema = object({
  phone: string().min(11),
  amount: number().default(10),
  remark: string().optional(),
});

exports.handler = async (event) => {
  const { value, error } = schema.validate(JSON.parse(event));
  if (error) return { ok: false, error };
  return { ok: true, phone: value.phone, amount: value.amount, remark: value.remark };
};
