const { REPORTS } = require('./data');

exports.handler = async (event) => {
  const { patientId, kind, index = 0 } = JSON.parse(event);
  const list = (REPORTS[patientId] || []).filter((r) => !kind || r.kind === kind);
  const one = list[Number(index)];
  if (!one) {
    return { end: 1, speech: '没有更多报告' };
  }
  return { end: 0, speech: `${one.title}，${one.state}`, next: Number(index) + 1 };
};
