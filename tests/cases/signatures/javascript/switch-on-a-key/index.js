exports.handler = async (event) => {
  const evt = JSON.parse(event);
  switch (evt.action) {
    case 'query':
      return { found: evt.id };
    case 'cancel':
    case 'stop':
      return { stopped: evt.reason || 'none' };
    default:
      throw new Error('unknown action');
  }
};
