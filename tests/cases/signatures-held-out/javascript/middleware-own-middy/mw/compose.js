module.exports = (middlewares, main) => async (event, context) => {
  const request = { event, context };
  const run = (i) => (i === middlewares.length ? main(request) : middlewares[i](request, () => run(i + 1)));
  return run(0);
};
