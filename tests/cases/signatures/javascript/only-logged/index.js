exports.handler = async (event, context) => {
  const evt = JSON.parse(event);
  console.log('event', evt, JSON.stringify(evt));
  return { to: evt.to };
};
