function Base() {
  this.params = {};
}

Base.prototype.serve = function (event, callback) {
  this.params = JSON.parse(event);
  var problem = this.validate();
  if (problem) {
    return callback(null, { error: problem });
  }
  this.process(function (err, data) {
    if (err) return callback(err);
    callback(null, data);
  });
};

module.exports = Base;
