const STORES = {
  sh01: { name: '上海一店', tel: '021-1' },
  bj01: { name: '北京一店', tel: '010-1', parking: true },
};
const NONE = { name: '', tel: '' };

exports.handler = (event, context, callback) => {
  const evt = JSON.parse(event);
  const store = STORES[evt.store] || NONE;
  callback(null, JSON.stringify(store));
};
