const { ok, fail } = require('../lib/reply');

module.exports = class OrderController {
  constructor(service) {
    this.service = service;
  }

  async query(params) {
    const { orderId, phone } = params;
    if (!orderId && !phone) return fail('PARAM', 'orderId或phone不能为空');
    const order = orderId
      ? await this.service.byId(orderId)
      : await this.service.latest(phone, params.shop || 'main');
    if (!order) return fail('NOT_FOUND', '订单不存在');
    return ok({ status: order.status, eta: order.eta });
  }
};
