const lib = require('lib');

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (!evt.to) return;
  await lib.send(evt.to);
};
