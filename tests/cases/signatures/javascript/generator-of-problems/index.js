function* problems(evt) {
  if (!evt.from) yield 'from';
  if (!evt.to) yield 'to';
}

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const found = [...problems(evt)];
  if (found.length) return { error: found.join() };
  return { route: `${evt.from}-${evt.to}`, seat: evt.seat };
};
