module.exports = (stack) => (ctx) => {
  const dispatch = async (i) => {
    const fn = stack[i];
    if (!fn) return;
    return fn(ctx, () => dispatch(i + 1));
  };
  return dispatch(0);
};
