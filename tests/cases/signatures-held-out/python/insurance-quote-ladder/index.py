import json


def handler(event, context):
    data = json.loads(event)
    print(data)
    ret = {}
    ret['code'] = 1
    ret['msg'] = ''
    if 'age' not in data or data['age'] == '':
        ret['msg'] = '年龄不能为空'
        return json.dumps(ret)
    if 'sex' not in data or data['sex'] == '':
        ret['msg'] = '性别不能为空'
        return json.dumps(ret)
    age = int(data['age'])
    if age < 18 or age > 65:
        ret['msg'] = '年龄不在承保范围'
        return json.dumps(ret)
    price = 0
    if data['sex'] == 'M':
        price = 120
    elif data['sex'] == 'F':
        price = 100
    if 'years' in data and data['years'] != '':
        price = price * int(data['years'])
    ret['code'] = 0
    ret['msg'] = 'success'
    ret['price'] = price
    return json.dumps(ret)
