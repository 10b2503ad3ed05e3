const { StatusCodes } = require('http-status-codes');

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (!evt.to) return { statusCode: StatusCodes.BAD_REQUEST, body: '' };
  return { statusCode: StatusCodes.OK, body: evt.to };
};
