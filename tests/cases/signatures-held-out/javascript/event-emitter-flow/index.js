const EventEmitter = require('events');

exports.handler = (event, context, callback) => {
  const bus = new EventEmitter();
  bus.on('parsed', (req) => {
    if (!req.sn) {
      bus.emit('failed', new Error('sn is required'));
    } else {
      callback(null, { sn: req.sn, warranty: req.years ? Number(req.years) : 1 });
    }
  });
  bus.on('failed', (e) => callback(e));
  bus.emit('parsed', JSON.parse(event));
};
