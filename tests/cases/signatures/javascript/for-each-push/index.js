exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const missing = [];
  ['to', 'code'].forEach((name) => {
    if (!evt[name]) missing.push(name);
  });
  if (missing.length) throw new Error(missing.join(', '));
  return 'ok';
};
