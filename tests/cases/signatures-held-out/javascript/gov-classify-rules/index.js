const rules = [
  { re: /噪音|扰民/, category: 'noise', priority: 2 },
  { re: /停水|漏水/, category: 'water', priority: 3 },
  { re: /违停/, category: 'parking' },
];

exports.handler = async (event) => {
  const { text, fallback = 'other' } = JSON.parse(event);
  if (typeof text !== 'string' || !text.length) {
    return { category: '', error: 'text is empty' };
  }
  const hit = rules.find((r) => r.re.test(text));
  const { category, priority = 1 } = hit || { category: fallback };
  return { category, priority };
};
