const middy = require('@middy/core');
const base = async (event) => {
  const evt = JSON.parse(event);
  if (!evt.to) throw new Error('to');
  return { to: evt.to };
};
exports.handler = middy(base);
