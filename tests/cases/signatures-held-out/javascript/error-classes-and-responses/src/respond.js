const success = (data) => ({ success: true, code: 200, data });
const failure = (code, message) => ({ success: false, code, message });
module.exports = { success, failure };
