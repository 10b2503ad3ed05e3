const crm = {
  user: async (id) => ({ name: '张三', vip: id.length > 3 }),
  orders: async (id, n = 5) => [{ no: '1' }].slice(0, n),
};

exports.handler = async (event) => {
  const { userId, max } = JSON.parse(event);
  if (typeof userId !== 'string') {
    throw new TypeError('userId must be a string');
  }
  const [user, orders] = await Promise.all([crm.user(userId), crm.orders(userId, max)]);
  return { name: user.name, vip: user.vip, orders: orders.length };
};
