import json
import tornado

def handler(event, context):
    evt = json.loads(event)
    def later(status):
        return evt['later']
    tornado.run(later)
    return evt['now']
