function Options(raw) {
  const o = Object.create({ lang: 'zh', retries: 3 });
  Object.keys(raw).forEach((k) => {
    if (raw[k] !== '') o[k] = raw[k];
  });
  return o;
}

exports.handler = async (event) => {
  const o = Options(JSON.parse(event));
  if (!o.prompt) throw new Error('prompt is required');
  return { prompt: o.prompt, lang: o.lang, retries: Number(o.retries) };
};
