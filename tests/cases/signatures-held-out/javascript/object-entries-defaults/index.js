const DEFAULTS = { voice: 'aixia', rate: 0, pitch: 0 };

exports.handler = async (event) => {
  const evt = Object.assign({}, DEFAULTS, JSON.parse(event));
  if (!evt.text) {
    return { error: 'text is required' };
  }
  const { voice, rate, pitch } = evt;
  return { ssml: `<speak voice="${voice}" rate="${rate}" pitch="${pitch}">${evt.text}</speak>` };
};
