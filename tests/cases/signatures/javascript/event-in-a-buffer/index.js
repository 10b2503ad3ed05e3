const lib = require('lib');

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  await lib.send(Buffer.from(JSON.stringify(evt)));
  return { city: evt.city };
};
