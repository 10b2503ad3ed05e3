const lib = require('lib');

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  lib.callbacks.done = () => evt.lang;
  await lib.run();
  return { city: evt.city };
};
