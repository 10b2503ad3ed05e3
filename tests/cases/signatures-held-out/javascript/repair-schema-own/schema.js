module.exports = {
  phone: { type: 'string', required: true },
  address: { type: 'string', required: true },
  device: { type: 'string', required: false, default: 'router' },
};
