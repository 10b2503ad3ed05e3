function Flow() {
  this.steps = [];
}

Flow.prototype.step = function (step) {
  this.steps.push(step);
  return this;
};

Flow.prototype.go = function (evt, callback) {
  const self = this;
  let place = 0;
  function next() {
    const step = self.steps[place++];
    if (!step) {
      callback(null, self.out);
      return;
    }
    step.call(self, evt, next);
  }
  next();
};

exports.handler = (event, context, callback) => {
  new Flow()
    .step(function (evt, next) { this.out = { city: evt.city }; next(); })
    .step(function (evt, next) { this.out.lang = evt.lang; next(); })
    .go(JSON.parse(event), callback);
};
