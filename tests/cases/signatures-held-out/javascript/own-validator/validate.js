exports.required = (v) => (v === undefined || v === null || v === '' ? '必填' : null);
exports.digits = (v) => (/^\d+$/.test(v) ? null : '必须是数字');
exports.check = function (input, rules) {
  for (const name of Object.keys(rules)) {
    for (const rule of rules[name]) {
      const message = rule(input[name]);
      if (message) return name + message;
    }
  }
  return null;
};
