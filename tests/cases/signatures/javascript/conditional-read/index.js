exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (evt.channel === 'sms') {
    return { via: evt.mobile.trim() };
  }
  return { via: 'mail' };
};
