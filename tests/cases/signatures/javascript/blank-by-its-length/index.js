const isBlank = (s) => s === null || s === undefined || String(s).trim().length === 0;

exports.handler = async (event) => {
  const { card, mobile } = JSON.parse(event);
  if (isBlank(card)) return { respCode: '1001', respMsg: 'no card' };
  return { respCode: '0000', respMsg: 'done', mobile: isBlank(mobile) ? null : mobile };
};
