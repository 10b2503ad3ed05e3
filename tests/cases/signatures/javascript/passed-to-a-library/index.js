const axios = require('axios');
exports.handler = async (event) => {
  const evt = JSON.parse(event);
  await axios.post('http://127.0.0.1/', evt);
  return { to: evt.to };
};
