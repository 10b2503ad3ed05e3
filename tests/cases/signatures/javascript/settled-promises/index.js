exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const [first] = await Promise.allSettled([evt]);
  return { city: first.value.city };
};
