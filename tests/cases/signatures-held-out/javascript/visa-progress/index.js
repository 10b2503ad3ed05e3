const axios = require('axios');

const STATUS_TEXT = { A: '已受理', B: '审核中', C: '已出签' };

const query = async (applyNo, passport) => {
  const res = await axios.get('http://visa.example.com/progress', { params: { applyNo, passport } });
  if (res.data.code !== 0) {
    throw new Error(res.data.message);
  }
  return res.data.result;
};

exports.handler = async (event, context) => {
  const params = JSON.parse(event.toString());
  const applyNo = (params.applyNo || '').trim();
  if (applyNo === '') {
    return { success: false, text: '受理号不能为空' };
  }
  try {
    const result = await query(applyNo, params.passport);
    return { success: true, text: STATUS_TEXT[result.status] || '未知', notify: params.notify || 'N' };
  } catch (e) {
    console.error(e);
    return { success: false, text: '查询失败' };
  }
};
