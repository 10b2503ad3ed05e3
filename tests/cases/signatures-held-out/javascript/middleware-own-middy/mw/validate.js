module.exports = (fields) => async (request, next) => {
  const missing = fields.filter((f) => !request.input[f]);
  if (missing.length) {
    const e = new Error('missing ' + missing.join());
    e.status = 400;
    throw e;
  }
  return next();
};
