const middy = require('@middy/core');
const jsonBodyParser = require('@middy/http-json-body-parser');
exports.handler = middy(async (event) => {
  const evt = JSON.parse(event);
  return { to: evt.to };
}).use(jsonBodyParser());
