const crypto = require('crypto');

function sign(params, secret) {
  const text = Object.keys(params)
    .filter((k) => k !== 'signature')
    .sort()
    .map((k) => `${k}=${params[k]}`)
    .join('&');
  return crypto.createHmac('sha1', secret).update(text).digest('base64');
}

exports.handler = async (event) => {
  const params = JSON.parse(event);
  if (params.signature && params.signature !== sign(params, 'test-secret')) {
    return { ok: false, reason: 'signature' };
  }
  return { ok: true, seq: params.seq || '0' };
};
