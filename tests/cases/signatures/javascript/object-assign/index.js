exports.handler = async (event) => {
  const evt = Object.assign({ lang: 'zh' }, JSON.parse(event));
  return { lang: evt.lang, to: evt.to };
};
