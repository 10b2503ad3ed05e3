const lib = require('wrapper');
exports.handler = lib.wrap(async (event) => {
  return { to: JSON.parse(event).to };
});
