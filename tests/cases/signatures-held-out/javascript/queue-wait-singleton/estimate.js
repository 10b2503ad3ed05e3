const axios = require('axios');
const state = require('./state');

exports.estimate = async function () {
  const group = state.input.skillGroup;
  if (!group) {
    throw new Error(`[${state.requestId}] skillGroup is required`);
  }
  const { data } = await axios.get('http://ccc.example.com/stat', { params: { group } });
  return data.waiting * Number(state.input.avgSeconds || 180);
};
