import json
import names
from names import CODE as C

TO = 'to'

class Keys:
    SIGN = 'sign'

def handler(event, context):
    evt = json.loads(event)
    return {'a': evt[TO], 'b': evt[C], 'c': evt[names.LANG], 'd': evt[Keys.SIGN]}
