import os

GRAY_ENABLED = os.environ.get('GRAY', '1') == '1'
GRAY_PERCENT = int(os.environ.get('GRAY_PERCENT', '10'))
FLOW_NEW = 'new'
FLOW_OLD = 'old'
