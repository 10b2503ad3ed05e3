const CODES = { 北京: 'BJP', 上海: 'SHH', 杭州: 'HZH' };

function* problems(evt) {
  if (!evt.from) yield 'from';
  if (!evt.to) yield 'to';
  if (evt.from && !CODES[evt.from]) yield 'from unknown';
  if (evt.to && !(evt.to in CODES)) yield 'to unknown';
}

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const all = [...problems(evt)];
  if (all.length) {
    return { errcode: 40001, errmsg: all.join(',') };
  }
  return { errcode: 0, route: `${CODES[evt.from]}-${CODES[evt.to]}`, seat: evt.seat || '二等座' };
};
