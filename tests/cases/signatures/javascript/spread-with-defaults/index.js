const DEFAULTS = { lang: 'zh', size: 5 };
exports.handler = async (event) => {
  const evt = { ...DEFAULTS, ...JSON.parse(event) };
  return { lang: evt.lang, size: evt.size, to: evt.to };
};
