import asyncio
import json


async def query_flight(no, date):
    await asyncio.sleep(0)
    return {'no': no, 'date': date, 'state': '准点'}


async def query_weather(city):
    await asyncio.sleep(0)
    return {'city': city, 'weather': '晴'}


async def work(evt):
    flight, weather = await asyncio.gather(
        query_flight(evt['flightNo'], evt.get('date', 'today')),
        query_weather(evt.get('city')),
    )
    return {'state': flight['state'], 'weather': weather['weather']}


def handler(event, context):
    evt = json.loads(event)
    return asyncio.run(work(evt))
