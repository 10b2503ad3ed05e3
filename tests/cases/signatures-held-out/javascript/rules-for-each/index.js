const schema = {
  plate: { required: true, pattern: /^.[A-Z]/ },
  engine: { required: false },
};

exports.handler = async (event) => {
  const body = JSON.parse(event);
  const errors = [];
  Object.entries(schema).forEach(([name, rule]) => {
    const value = body[name];
    if (rule.required && !value) {
      errors.push(`${name} is required`);
    } else if (value && rule.pattern && !rule.pattern.test(value)) {
      errors.push(`${name} is invalid`);
    }
  });
  if (errors.length) {
    return { status: 'failed', errors };
  }
  return { status: 'ok', fine: 0 };
};
