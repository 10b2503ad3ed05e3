const Core = require('@alicloud/pop-core');
const tableStore = require('tablestore');

const client = new Core({
  accessKeyId: process.env.AK || 'testak',
  accessKeySecret: process.env.SK || 'testsk',
  endpoint: 'https://dysmsapi.aliyuncs.com',
  apiVersion: '2017-05-25',
});

function randomCode(n) {
  let s = '';
  for (let i = 0; i < n; i++) s += Math.floor(Math.random() * 10);
  return s;
}

exports.handler = (event, context, callback) => {
  const { phone, template = 'SMS_0001', digits } = JSON.parse(event);
  if (!/^1\d{10}$/.test(phone)) {
    return callback(new Error('invalid phone: ' + phone));
  }
  const code = randomCode(parseInt(digits) || 6);
  client
    .request('SendSms', {
      PhoneNumbers: phone,
      SignName: '客服中心',
      TemplateCode: template,
      TemplateParam: JSON.stringify({ code }),
    }, { method: 'POST' })
    .then((res) => callback(null, { sent: res.Code === 'OK', requestId: res.RequestId }))
    .catch((err) => callback(err));
};
