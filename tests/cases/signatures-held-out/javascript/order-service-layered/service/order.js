module.exports = class OrderService {
  constructor(http) {
    this.http = http;
  }

  byId(id) {
    return this.http.get('/orders/' + id);
  }

  async latest(phone, shop) {
    const list = await this.http.get('/orders', { phone, shop });
    return list[0];
  }
};
