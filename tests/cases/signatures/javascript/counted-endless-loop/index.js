exports.handler = async (event) => {
  const evt = JSON.parse(event);
  let tries = 0;
  for (;;) {
    if (tries++ >= 3) break;
  }
  if (!evt.city) throw new Error('city');
  return { city: evt.city };
};
