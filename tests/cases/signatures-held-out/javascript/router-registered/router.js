const routes = {};

exports.on = (name, fn) => {
  routes[name] = fn;
};

exports.dispatch = async (p) => {
  const fn = routes[p.action];
  if (!fn) return { error: 'no such action' };
  return fn(p);
};
