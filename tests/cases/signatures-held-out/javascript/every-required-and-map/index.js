const REQUIRED = ['fromCity', 'toCity', 'date'];

exports.handler = async (event) => {
  const q = JSON.parse(event);
  if (!REQUIRED.every((k) => q[k] != null && q[k] !== '')) {
    return { success: false, msg: '参数不全' };
  }
  const [from, to, date] = REQUIRED.map((k) => q[k]);
  const adults = parseInt(q.adults || '1', 10);
  return { success: true, title: `${from}-${to} ${date}`, adults };
};
