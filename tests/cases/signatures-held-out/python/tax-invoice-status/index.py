import json
import logging
import requests

logger = logging.getLogger()


def fetch_status(tax_no, invoice_no):
    url = 'http://tax.example.com/invoice/status'
    try:
        resp = requests.get(url, params={'taxNo': tax_no, 'no': invoice_no}, timeout=3)
        resp.raise_for_status()
        return resp.json().get('status')
    except requests.RequestException:
        logger.exception('tax query failed')
        return None


def handler(event, context):
    data = json.loads(event)
    tax_no = (data.get('taxNo') or '').strip().upper()
    if len(tax_no) not in (15, 18, 20):
        return {'code': '1', 'msg': '税号错误'}
    invoice_no = data.get('invoiceNo')
    if not invoice_no:
        return {'code': '2', 'msg': '发票号不能为空'}
    status = fetch_status(tax_no, invoice_no)
    if status is None:
        return {'code': '9', 'msg': '查询失败'}
    return {'code': '0', 'status': status, 'lang': data.get('lang', 'zh')}
