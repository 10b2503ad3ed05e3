const REQUIRED = ['to', 'code'];
exports.handler = async (event) => {
  const evt = JSON.parse(event);
  for (const name of REQUIRED) {
    if (evt[name] == null) {
      return { success: false, missing: name };
    }
  }
  return { success: true };
};
