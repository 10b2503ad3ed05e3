exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const given = ['q1', 'q2'].filter((name) => evt[name]);
  return { total: given.map((name) => parseInt(evt[name], 10)).reduce((a, b) => a + b, 0) };
};
