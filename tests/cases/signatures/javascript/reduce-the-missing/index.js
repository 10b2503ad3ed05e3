exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const missing = ['to', 'code'].reduce((found, name) => (evt[name] ? found : [...found, name]), []);
  if (missing.length !== 0) throw new Error(String(missing));
  return 'ok';
};
