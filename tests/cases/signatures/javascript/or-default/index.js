exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const lang = evt.lang || 'zh';
  return { lang };
};
