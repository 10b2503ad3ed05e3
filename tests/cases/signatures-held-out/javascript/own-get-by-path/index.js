const get = (obj, path, fallback) => {
  const value = path.split('.').reduce((o, k) => (o === undefined || o === null ? undefined : o[k]), obj);
  return value === undefined ? fallback : value;
};

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  return { city: get(evt, 'address.city', '北京'), name: get(evt, 'name', '客户') };
};
