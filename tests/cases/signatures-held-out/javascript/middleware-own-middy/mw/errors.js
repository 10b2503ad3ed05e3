module.exports = async (request, next) => {
  try {
    return await next();
  } catch (e) {
    return { errorCode: e.status || 500, errorMessage: e.message };
  }
};
