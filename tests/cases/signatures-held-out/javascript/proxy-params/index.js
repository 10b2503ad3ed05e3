const strict = (o) => new Proxy(o, {
  get(target, key) {
    if (typeof key === 'string' && !(key in target)) throw new Error(`no parameter ${key}`);
    return target[key];
  },
});

exports.handler = async (event) => {
  const raw = JSON.parse(event);
  const p = strict(raw);
  return { seat: `${p.train}-${p.date}`, kind: raw.kind || '二等座' };
};
