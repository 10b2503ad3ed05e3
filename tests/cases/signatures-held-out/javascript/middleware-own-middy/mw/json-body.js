module.exports = async (request, next) => {
  request.input = JSON.parse(request.event.toString());
  return next();
};
