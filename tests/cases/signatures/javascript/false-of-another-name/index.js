exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (Number(evt.waiting) > 300) {
    return { queue: 'q9', overflow: true };
  }
  return { queue: 'q1', overflow: false };
};
