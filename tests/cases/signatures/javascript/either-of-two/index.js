exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const who = evt.phone || evt.mobile;
  if (!who) throw new Error('phone or mobile');
  return { who };
};
