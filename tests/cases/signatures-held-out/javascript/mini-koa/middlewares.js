exports.errors = async (ctx, next) => {
  try {
    await next();
  } catch (e) {
    ctx.body = { ok: false, error: e.message };
  }
};

exports.parse = async (ctx, next) => {
  ctx.request = JSON.parse(ctx.event);
  await next();
};

exports.need = (name) => async (ctx, next) => {
  if (!ctx.request[name]) throw new Error(`${name} required`);
  await next();
};
