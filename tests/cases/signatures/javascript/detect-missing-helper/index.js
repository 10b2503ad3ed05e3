const detectMissing = (names, data) => names.filter((name) => !data[name]);
exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const missing = detectMissing(['to', 'code'], evt);
  if (missing.length > 0) {
    throw new Error(`missing ${missing.join()}`);
  }
  return 'sent';
};
