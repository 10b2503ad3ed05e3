exports.handler = async (event) => {
  const evt = typeof event === 'string' ? JSON.parse(event) : event;
  const size = typeof evt === 'string' ? evt.length : 0;
  const city = typeof evt.city === 'string' ? evt.city.trim() : '';
  return { size, city };
};
