exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const n = Number(evt.n);
  const i = parseInt(evt.i, 10);
  const f = parseFloat(evt.f || '0.5');
  return { sum: n + i + f + +evt.p };
};
