const lib = require('lib');

exports.handler = (event, context, callback) => {
  const evt = JSON.parse(event);
  if (evt.ping) {
    callback(null, 'pong');
    return;
  }
  lib.fetch(evt.key)
    .then((found) => { console.log(found); })
    .then(() => callback(null, { city: evt.city }))
    .catch((error) => callback(error));
};
