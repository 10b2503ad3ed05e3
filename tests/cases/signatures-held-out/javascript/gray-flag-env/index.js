const crypto = require('crypto');

const flags = {
  newIvr: { percent: parseInt(process.env.NEW_IVR_PERCENT || '0', 10), white: (process.env.WHITE || '').split(',') },
};

function bucket(text) {
  return parseInt(crypto.createHash('md5').update(text).digest('hex').slice(0, 4), 16) % 100;
}

module.exports.handler = (event, context, callback) => {
  const { caller = '', flag = 'newIvr' } = JSON.parse(event);
  const rule = flags[flag];
  if (!rule) return callback(null, { enabled: 'false' });
  const enabled = rule.white.indexOf(caller) >= 0 || bucket(caller) < rule.percent;
  return callback(null, { enabled: String(enabled) });
};
