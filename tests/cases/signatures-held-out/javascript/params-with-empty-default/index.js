function greet({ name = '客户', sex } = {}) {
  const title = sex === 'F' ? '女士' : '先生';
  return `${name}${title}您好`;
}

exports.handler = async (event) => {
  const raw = Buffer.isBuffer(event) ? event.toString() : event;
  const input = typeof raw === 'string' ? JSON.parse(raw) : raw;
  return greet(input);
};
