const check = (evt) => {
  if (!evt.city) throw { evt };
  return evt.city;
};

exports.handler = async (event) => {
  try {
    return { city: check(JSON.parse(event)) };
  } catch (problem) {
    return { error: problem.evt.lang };
  }
};
