const OrderController = require('./controller/order');
const OrderService = require('./service/order');
const http = require('./lib/http');

const controller = new OrderController(new OrderService(http));

exports.handler = async (event, context) => {
  return controller.query(JSON.parse(event.toString()));
};
