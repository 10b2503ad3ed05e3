import json
import logging


class Handler(object):
    required = ('userId',)

    def __init__(self):
        self.logger = logging.getLogger()
        self.params = {}

    def __call__(self, event, context):
        self.params = json.loads(event)
        missing = [name for name in self.required if not self.params.get(name)]
        if missing:
            return self.error('missing: %s' % ', '.join(missing))
        return self.run()

    def run(self):
        raise NotImplementedError

    def error(self, message):
        self.logger.error(message)
        return {'success': False, 'errorMessage': message}


class PointsHandler(Handler):
    required = ('userId', 'cardType')

    def run(self):
        points = len(self.params['userId']) * 100
        unit = self.params.get('unit', '分')
        return {'success': True, 'points': points, 'unit': unit}


handler = PointsHandler()
