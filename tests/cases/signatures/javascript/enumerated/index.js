exports.handler = async (event) => {
  const evt = JSON.parse(event);
  let n = 0;
  for (const key in evt) {
    n += 1;
  }
  return { n };
};
