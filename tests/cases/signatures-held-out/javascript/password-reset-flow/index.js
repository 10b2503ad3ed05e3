const crypto = require('crypto');
const Redis = require('ioredis');

const redis = new Redis(process.env.REDIS_URL);

class ApiError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const required = (value, name) => {
  if (value === undefined || value === '') throw new ApiError(400, `${name} is required`);
  return value;
};

async function reset(input) {
  const account = required(input.account, 'account');
  const code = required(input.code, 'code');
  const saved = await redis.get(`reset:${account}`);
  if (saved !== code) throw new ApiError(403, 'code mismatch');
  const password = crypto.randomBytes(4).toString('hex');
  await redis.set(`pwd:${account}`, password, 'EX', Number(input.ttl) || 600);
  return { password };
}

exports.handler = async (event) => {
  try {
    const data = await reset(JSON.parse(event));
    return { code: 200, ...data };
  } catch (e) {
    if (e instanceof ApiError) return { code: e.code, message: e.message };
    console.error(e);
    return { code: 500, message: 'internal error' };
  }
};
