exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const city = evt?.address?.city ?? evt?.city ?? '北京';
  const name = evt.customer.name;
  const vip = evt.customer?.level >= 3;
  const phones = Array.isArray(evt.phones) ? evt.phones : [];
  return { city, name, vip, phones: phones.length };
};
