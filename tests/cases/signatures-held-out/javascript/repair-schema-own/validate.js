exports.validate = function validate(schema, input) {
  const errors = [];
  Object.keys(schema).forEach(function (key) {
    const rule = schema[key];
    const value = input[key];
    if (value === undefined || value === null || value === '') {
      if (rule.required) errors.push(key + ' is required');
      return;
    }
    if (typeof value !== rule.type) errors.push(key + ' must be ' + rule.type);
  });
  return errors;
};
