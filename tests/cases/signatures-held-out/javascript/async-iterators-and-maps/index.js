const parseParams = (list) => new Map(list.map(({ key, value }) => [key, value]));

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const params = parseParams(evt.parameters);
  const missing = ['name', 'age'].filter((k) => !params.has(k));
  if (missing.length > 0) {
    throw new Error(`missing ${missing}`);
  }
  const out = [];
  for await (const n of [1, 2]) {
    out.push(n);
  }
  return { name: params.get('name'), adult: Number(params.get('age')) >= 18, n: out.length };
};
