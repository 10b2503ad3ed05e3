const handlers = {
  async query(p) {
    if (!p.orderId) throw new BadRequest('orderId');
    return { orderId: p.orderId, status: 'shipped' };
  },
  async refund(p) {
    const amount = Number(p.amount || 0);
    return { refunded: amount, reason: p.reason ?? '无' };
  },
  ping: async () => ({ pong: true }),
};

class BadRequest extends Error {
  constructor(field) {
    super(`${field} is missing`);
    this.code = 400;
  }
}

exports.handler = async function (event) {
  const p = JSON.parse(event);
  const fn = handlers[p.action];
  if (typeof fn !== 'function') {
    return { code: 404, message: `unknown action: ${p.action}` };
  }
  try {
    return await fn(p);
  } catch (e) {
    console.error(e);
    return { code: e.code || 500, message: e.message };
  }
};
