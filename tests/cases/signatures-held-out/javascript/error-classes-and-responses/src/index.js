const { AppError } = require('./errors');
const respond = require('./respond');
const { findRepairman } = require('./repair');

exports.handler = async (event, context) => {
  try {
    const req = JSON.parse(event);
    const result = await findRepairman(req);
    return respond.success(result);
  } catch (err) {
    if (err instanceof AppError) {
      return respond.failure(err.code, err.message);
    }
    console.error('未知错误', err);
    return respond.failure(500, 'internal');
  }
};
