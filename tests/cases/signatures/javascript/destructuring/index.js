exports.handler = async (event) => {
  const { to, lang = 'zh', size: n = 5 } = JSON.parse(event);
  if (!to) {
    return { error: 'to' };
  }
  return { to, lang, n };
};
