const log = require('./log');

exports.handler = async (event) => {
  const msg = JSON.parse(event);
  log('received', msg);
  switch (msg.op) {
    case 'add': {
      const { name, phone } = msg;
      if (!name || !phone) return fail('name/phone');
      return succeed({ id: 1 });
    }
    case 'del':
      return msg.id ? succeed({ id: msg.id }) : fail('id');
    case 'list':
      return succeed({ items: [], page: msg.page || 1 });
    default:
      return fail('op');
  }
};

function succeed(data) {
  return Object.assign({ success: true }, { data: data });
}

function fail(field) {
  return { success: false, message: '参数错误: ' + field };
}
