const _ = require('lodash');
exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const lang = _.get(evt, 'lang', 'zh');
  const { to } = _.pick(evt, ['to', 'code']);
  if (_.isNil(to)) throw new Error('to');
  return { lang, to };
};
