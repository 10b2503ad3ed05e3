const axios = require('axios');
const api = axios.create({ baseURL: 'http://claims.example.com', timeout: 3000 });

async function progress({ claimNo }) {
  if (!claimNo) throw new Error('claimNo');
  const { data } = await api.get(`/claims/${claimNo}`);
  return { step: data.step };
}

async function create({ policyNo, plate, lossType = '1' }) {
  if (!policyNo) throw new Error('policyNo');
  const { data } = await api.post('/claims', { policyNo, plate, lossType });
  return { claimNo: data.claimNo };
}

exports.handler = async (event, context) => {
  const input = JSON.parse(event);
  switch (input.action) {
    case 'progress':
      return await progress(input);
    case 'create':
      return await create(input);
    default:
      return { error: 'unsupported action' };
  }
};
