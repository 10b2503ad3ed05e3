exports.handler = async (event) => {
  const { to, ...rest } = JSON.parse(event);
  return { to, code: rest.code };
};
