const axios = require('axios');

exports.get = async (path, params) => {
  const res = await axios.get('http://oms.example.com' + path, { params });
  return res.data;
};
