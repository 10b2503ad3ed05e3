KEY = 'value'
