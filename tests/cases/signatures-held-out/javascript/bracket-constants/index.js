const Keys = Object.freeze({ PHONE: 'ani', CALLED: 'dnis', LANG: 'language' });
const { PHONE } = Keys;

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const has = Object.prototype.hasOwnProperty.call(evt, Keys.CALLED);
  const phone = evt[PHONE];
  if (phone == null) {
    return { result: 'error', message: PHONE + ' is null' };
  }
  return { result: 'ok', lang: evt[Keys.LANG] || 'zh-CN', trunk: has ? 'known' : 'unknown' };
};
