exports.handler = async (event) => {
  const { user: { id, name } } = JSON.parse(event);
  return { id, name };
};
