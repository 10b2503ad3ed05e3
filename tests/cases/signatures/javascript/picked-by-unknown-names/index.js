const _ = require('lodash');
const lib = require('lib');

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const picked = _.pick(evt, lib.names());
  return { city: evt.city, count: picked.count };
};
