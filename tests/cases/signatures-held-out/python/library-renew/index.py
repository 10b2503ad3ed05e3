import json
from typing import Any

from lib.api import LibraryClient

client = LibraryClient()


def handler(event: bytes, context: Any) -> dict:
    params = json.loads(event)
    card: str = params['cardNo']
    pin: str | None = params.get('pin')
    if not client.login(card, pin):
        return {'success': False, 'reason': 'login failed'}
    books = client.loans(card)
    renewed = [b for b in books if client.renew(b)]
    return {'success': True, 'total': len(books), 'renewed': len(renewed), 'next': params.get('next', 'menu')}
