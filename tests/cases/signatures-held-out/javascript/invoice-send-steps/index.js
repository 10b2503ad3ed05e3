const nodemailer = require('nodemailer');

const steps = [checkTitle, checkTax, checkMail];

function checkTitle(req, errors) {
  if (!req.title) errors.title = '抬头不能为空';
}

function checkTax(req, errors) {
  if (req.kind === 'company' && !req.taxNo) errors.taxNo = '税号不能为空';
}

function checkMail(req, errors) {
  const mail = req.email || '';
  if (!/@/.test(mail)) errors.email = '邮箱错误';
}

exports.handler = async (event) => {
  const req = JSON.parse(event);
  const errors = {};
  steps.forEach((step) => step(req, errors));
  if (Object.keys(errors).length) {
    return { success: false, errors: Object.values(errors).join('；') };
  }
  const transport = nodemailer.createTransport({ host: 'smtp.example.com' });
  await transport.sendMail({ to: req.email, subject: req.title, text: req.remark || '' });
  return { success: true };
};
