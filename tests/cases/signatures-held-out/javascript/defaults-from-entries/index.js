const DEFAULTS = { lang: 'zh', size: 10 };

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const options = Object.fromEntries(Object.entries(DEFAULTS).map(([k, v]) => [k, evt[k] ?? v]));
  if (evt.keyword === undefined) throw new Error('keyword');
  return { keyword: evt.keyword, lang: options.lang, size: options.size };
};
