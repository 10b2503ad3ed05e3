import json
import logging
import traceback

logger = logging.getLogger()


def do(evt):
    amount = float(evt['amount'])
    months = int(evt.get('months') or 12)
    rate = 0.0485 / 12
    pay = amount * rate * (1 + rate) ** months / ((1 + rate) ** months - 1)
    return round(pay, 2)


def handler(event, context):
    logger.info(event)
    ret = {'code': -1, 'msg': '', 'data': None}
    try:
        evt = json.loads(event)
        ret['data'] = do(evt)
        ret['code'] = 0
        ret['msg'] = 'success'
    except Exception as e:
        logger.error(traceback.format_exc())
        ret['msg'] = str(e)
    return json.dumps(ret)
