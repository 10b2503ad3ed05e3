class Base {
  constructor(data) {
    this.data = data;
  }
  need(name) {
    if (!this.data[name]) throw new Error(name);
    return this.data[name];
  }
}
class Order extends Base {
  constructor(data) {
    super(data);
    this.item = this.need('item');
  }
}
exports.handler = async (event) => {
  const order = new Order(JSON.parse(event));
  return { item: order.item };
};
