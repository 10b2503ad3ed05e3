exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const answer = { phone: evt.phone };
  answer.region = '010';
  return JSON.stringify(answer);
};
