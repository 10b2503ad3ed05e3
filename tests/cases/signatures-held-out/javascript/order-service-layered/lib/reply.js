exports.ok = (data) => Object.assign({ success: true }, data);
exports.fail = (code, message) => ({ success: false, code, message });
