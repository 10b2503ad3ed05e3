const compose = require('./mw/compose');
const jsonBody = require('./mw/json-body');
const validate = require('./mw/validate');
const errors = require('./mw/errors');

async function main({ input }) {
  return { greeting: `您好，${input.name}`, vip: input.level === 'vip' };
}

exports.handler = compose([errors, jsonBody, validate(['name', 'level'])], main);
