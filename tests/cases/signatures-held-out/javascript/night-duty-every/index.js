const REQUIRED = ['dept', 'time'];
const DUTY = { it: '8001', hr: '8002' };

exports.handler = (event, context, callback) => {
  const input = JSON.parse(event);
  if (!REQUIRED.every((k) => k in input)) {
    const e = new Error('BadRequest');
    e.code = 400;
    return callback(e);
  }
  const hour = Number(input.time.split(':')[0]);
  const night = hour >= 22 || hour < 7;
  const ext = night ? DUTY[input.dept] || input.backup || '8000' : '8888';
  return callback(null, { ext });
};
