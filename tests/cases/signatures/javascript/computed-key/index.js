exports.handler = async (event) => {
  const evt = JSON.parse(event);
  return { v: evt[evt.which] };
};
