import asyncio
import json

import aiohttp


async def fetch(session, url, **params):
    async with session.get(url, params=params) as resp:
        return await resp.json()


async def collect(account, with_points):
    async with aiohttp.ClientSession() as session:
        jobs = [fetch(session, 'http://bank.example.com/balance', account=account)]
        if with_points:
            jobs.append(fetch(session, 'http://bank.example.com/points', account=account))
        return await asyncio.gather(*jobs)


def handler(event, context):
    evt = json.loads(event)
    account = (evt.get('accountNo') or '').strip()
    if not account:
        raise ValueError('accountNo 缺失')
    with_points = evt.get('withPoints') == '1'
    data = asyncio.get_event_loop().run_until_complete(collect(account, with_points))
    out = {'balance': data[0]['balance']}
    if with_points:
        out['points'] = data[1]['points']
    return out
