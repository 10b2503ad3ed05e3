const { normalize, isBlocked } = require('./blacklist');

exports.handler = (event, context, callback) => {
  console.log('event', event.toString());
  const { caller, called } = JSON.parse(event);
  let number;
  try {
    number = normalize(caller);
  } catch (e) {
    return callback(null, { blocked: '0', error: e.message });
  }
  callback(null, { blocked: isBlocked(number, called) ? '1' : '0' });
};
