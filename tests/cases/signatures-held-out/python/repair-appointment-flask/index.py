from miniflask import App

app = App()


@app.route('slots')
def slots(req):
    day = req.arg('day')
    return {'slots': ','.join(s for s in ('09:00', '14:00', '16:00')), 'day': day}


@app.route('book')
def book(req):
    phone = req.need('phone')
    day = req.need('day')
    slot = req.arg('slot', '09:00')
    return {'booked': 'Y', 'no': '%s-%s-%s' % (phone[-4:], day, slot)}


def handler(event, context):
    return app.dispatch(event)
