const lib = require('lib');

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const row = await lib.find(evt.id);
  return { level: row.level ?? evt.level, lang: lib.settings.lang ?? evt.lang };
};
