const fetch = require('node-fetch');

exports.handler = async (event) => {
  const { token, traceId = 'none', ...rest } = JSON.parse(event);
  if (token !== 'test-token') {
    return { code: 401 };
  }
  const res = await fetch('http://crm.example.com/push', {
    method: 'POST',
    body: JSON.stringify(rest),
    headers: { 'x-trace': traceId },
  });
  return { code: res.status };
};
