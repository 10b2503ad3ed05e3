exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const tone = evt.tone !== undefined ? evt.tone : 'warm';
  return { tone };
};
