class MissingParameter(Exception):
    def __init__(self, name):
        super().__init__('missing parameter: ' + name)
        self.name = name
