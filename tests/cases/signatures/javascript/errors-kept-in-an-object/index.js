const checks = [
  (input, errors) => { if (!input.title) errors.title = 'empty'; },
  (input, errors) => { if (input.mail && !/@/.test(input.mail)) errors.mail = 'odd'; },
];

exports.handler = async (event) => {
  const input = JSON.parse(event);
  const errors = {};
  checks.forEach((check) => check(input, errors));
  if (Object.keys(errors).length) return { success: false, errors: Object.values(errors).join() };
  return { success: true, note: input.note };
};
