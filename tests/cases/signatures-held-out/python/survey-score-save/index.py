import json
import logging
import os
from datetime import datetime

from sqlalchemy import create_engine, text

engine = create_engine(os.getenv('DSN', 'sqlite://'))
VALID = {'1': '非常满意', '2': '满意', '3': '一般', '4': '不满意'}


def handler(event, context):
    e = json.loads(event)
    contact_id, key = e['contactId'], str(e['key'])
    if key not in VALID:
        logging.warning('bad key %s', key)
        return {'saved': 0}
    agent = e['agentId'] if 'agentId' in e else 'unknown'
    with engine.begin() as conn:
        conn.execute(
            text('insert into survey(contact_id, score, agent, comment, at) values (:c, :s, :a, :m, :t)'),
            {'c': contact_id, 's': int(key), 'a': agent, 'm': e.get('comment'), 't': datetime.now()},
        )
    return {'saved': 1, 'label': VALID[key]}
