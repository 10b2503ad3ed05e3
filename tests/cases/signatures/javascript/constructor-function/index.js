function Order(data) {
  this.data = data;
}
Order.prototype.total = function () {
  return Number(this.data.price);
};
exports.handler = function (event, context, callback) {
  var order = new Order(JSON.parse(event));
  callback(null, { total: order.total() });
};
