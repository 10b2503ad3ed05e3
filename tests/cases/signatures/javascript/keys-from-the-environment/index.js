const field = process.env.FIELD;
exports.handler = async (event) => {
  const evt = JSON.parse(event);
  return { v: evt[field] };
};
