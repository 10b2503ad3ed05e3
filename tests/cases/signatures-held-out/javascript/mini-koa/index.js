const compose = require('./compose');
const { parse, errors, need } = require('./middlewares');

const app = compose([
  errors,
  parse,
  need('ticketId'),
  async (ctx) => {
    ctx.body = { ok: true, ticket: ctx.request.ticketId, urge: ctx.request.urge === '1' };
  },
]);

exports.handler = async (event, context) => {
  const ctx = { event, context, body: null };
  await app(ctx);
  return ctx.body;
};
