exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (evt.ping) return { pong: true };
  const days = Array.from({ length: 7 }, (_, place) => ({ name: `${evt.prefix}${place.toFixed(0)}` }));
  const best = Array.from({ length: days.length }, () => ({ value: 1 }))[2].value;
  return { name: days[3].name, best, city: evt.city };
};
