const axios = require('axios');

exports.handler = async (event) => {
  const { keyword, top = 3 } = JSON.parse(event);
  if (!keyword) {
    throw new Error('keyword');
  }
  const res = await axios.get('http://kb.example.com/search', { params: { q: keyword, n: top } });
  return JSON.stringify(res.data);
};
