def complete(event):
    if 'city' not in event:
        event['city'] = 'sz'
    event.setdefault('lang', 'zh')


def handler(event, context):
    complete(event)
    return {'city': event['city'], 'lang': event['lang']}
