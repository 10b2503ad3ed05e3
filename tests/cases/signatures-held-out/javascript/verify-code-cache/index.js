const crypto = require('crypto');
const cache = new Map();

const actions = {
  send({ mobile }) {
    assertMobile(mobile);
    const code = crypto.randomInt(100000, 999999).toString();
    cache.set(mobile, code);
    return { sent: true };
  },
  check({ mobile, code }) {
    assertMobile(mobile);
    if (!code) throw new Error('code 不能为空');
    return { matched: cache.get(mobile) === code };
  },
};

function assertMobile(mobile) {
  if (!/^1\d{10}$/.test(mobile)) {
    throw new Error('mobile 无效');
  }
}

exports.handler = async (event) => {
  const { action = 'send', ...params } = JSON.parse(event);
  const run = actions[action];
  if (!run) {
    throw new Error(`unknown action ${action}`);
  }
  return run(params);
};
