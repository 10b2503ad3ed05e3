const fields = require('./fields.json');
exports.handler = async (event) => {
  const evt = JSON.parse(event);
  for (const name of fields.required) {
    if (!evt[name]) throw new Error(name);
  }
  return 'ok';
};
