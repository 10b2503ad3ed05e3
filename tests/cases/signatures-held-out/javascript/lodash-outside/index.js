const _ = require('lodash');

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const phone = _.get(evt, 'contact.phone', '');
  const lang = _.get(evt, 'lang', 'zh');
  if (_.isEmpty(evt.userName)) {
    return { ok: false };
  }
  return { ok: true, phone, lang, userName: evt.userName };
};
