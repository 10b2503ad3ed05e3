import json
from service.order_service import OrderService
from dao.order_dao import OrderDao

service = OrderService(OrderDao())


def handler(event, context):
    return service.handle(json.loads(event))
