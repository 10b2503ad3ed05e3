const middy = require('@middy/core');
const validator = require('@middy/validator');
const schema = require('./schema.json');

const base = async (event) => {
  const evt = JSON.parse(event);
  return { appointment: evt.date + ' ' + (evt.time || '09:00') };
};

exports.handler = middy(base).use(validator({ eventSchema: schema }));
