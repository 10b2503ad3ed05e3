exports.handler = async (event) => {
  let evt;
  try {
    evt = JSON.parse(event);
  } catch (e) {
    console.error('not json', e.message);
    evt = {};
  }
  const { callId = '', userTag } = evt;
  if (!userTag) {
    return { result: 'fail', errorMessage: 'userTag required' };
  }
  return { result: 'ok', callId, tag: String(userTag).toUpperCase() };
};
