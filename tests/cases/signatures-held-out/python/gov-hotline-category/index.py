import json
import re
from typing import Iterable, NamedTuple


class Rule(NamedTuple):
    pattern: str
    category: str
    priority: int = 0


RULES = [
    Rule(r'噪音|扰民', 'noise', 2),
    Rule(r'停水|漏水', 'water', 3),
    Rule(r'违停|停车', 'parking'),
]


def classify(text: str, rules: Iterable[Rule] = RULES):
    best = None
    for rule in rules:
        if re.search(rule.pattern, text):
            if best is None or rule.priority > best.priority:
                best = rule
    return best


def handler(event, context):
    evt = json.loads(event)
    rule = classify(evt['text'])
    if rule is None:
        return {'category': evt.get('fallback', 'other'), 'transfer': 'N'}
    return {'category': rule.category, 'transfer': 'Y' if rule.priority >= int(evt.get('threshold', 2)) else 'N'}
