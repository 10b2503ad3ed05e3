const steps = [(evt) => evt.city, (evt) => evt.lang];

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const out = [];
  (function next(place) {
    if (place < steps.length) {
      out.push(steps[place](evt));
      next(place + 1);
    }
  })(0);
  return { city: out[0] };
};
