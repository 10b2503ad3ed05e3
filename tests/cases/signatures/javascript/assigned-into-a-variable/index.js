exports.handler = async (event) => {
  const all = {};
  Object.assign(all, { lang: 'zh' }, JSON.parse(event));
  return { lang: all.lang, id: all.id };
};
