'use strict';
const http = require('http');

function request(url) {
  return new Promise((resolve, reject) => {
    http.get(url, (res) => {
      let body = '';
      res.on('data', (chunk) => { body += chunk; });
      res.on('end', () => {
        try {
          resolve(JSON.parse(body));
        } catch (e) {
          reject(e);
        }
      });
    }).on('error', reject);
  });
}

exports.handler = async (event, context) => {
  const params = JSON.parse(event.toString());
  const { orderId, detail } = params;
  if (!orderId) {
    return { success: false, errMsg: '订单号不能为空' };
  }
  const order = await request(`http://oms.example.com/orders/${orderId}`);
  const result = { success: true, status: order.status };
  if (detail === 'true' || detail === true) {
    result.items = order.items;
  }
  return result;
};
