exports.handler = async (event) => {
  if (!event.city) event.city = 'sz';
  if (event.lang === undefined) event.lang = 'zh';
  return { city: event.city.trim(), lang: event.lang.trim() };
};
