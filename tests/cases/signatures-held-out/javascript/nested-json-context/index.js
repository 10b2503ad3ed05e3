function tryParse(text, fallback) {
  try {
    return JSON.parse(text);
  } catch (err) {
    return fallback;
  }
}

exports.handler = async (event) => {
  const evt = tryParse(event, null);
  if (evt === null) return { code: 'E001', msg: '参数格式错误' };
  const attached = tryParse(evt.attachedData, {});
  const lang = attached.lang || evt.lang || 'zh-CN';
  if (!evt.contactId) return { code: 'E002', msg: 'contactId缺失' };
  return { code: '0000', msg: 'OK', lang, customer: attached.customerId || '' };
};
