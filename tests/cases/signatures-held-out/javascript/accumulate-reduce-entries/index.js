const FIELDS = {
  name: { label: '姓名', required: true },
  idNo: { label: '身份证', required: true, test: (v) => v.length === 18 },
  bank: { label: '开户行', required: false },
};

const check = (input) => Object.entries(FIELDS).reduce((problems, [name, rule]) => {
  const value = input[name];
  if (!value) return rule.required ? [...problems, `${rule.label}必填`] : problems;
  return rule.test && !rule.test(value) ? [...problems, `${rule.label}错误`] : problems;
}, []);

exports.handler = async (event) => {
  const input = JSON.parse(event);
  const problems = check(input);
  return problems.length
    ? { code: 'E1', message: problems.join('，') }
    : { code: '0', applicant: `${input.name}${input.idNo.slice(-4)}`, bank: input.bank };
};
