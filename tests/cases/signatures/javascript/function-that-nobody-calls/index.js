exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const shout = (text) => `${text}!`;
  return { city: evt.city };
};
