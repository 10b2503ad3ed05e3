var util = require('util');

function Base() {}
Base.prototype.serve = function (event, callback) {
  this.params = JSON.parse(event);
  var problem = this.validate();
  callback(null, problem ? { error: problem } : { id: this.params.id, level: this.params.level || 3 });
};

function Query() { Base.call(this); }
util.inherits(Query, Base);
Query.prototype.validate = function () {
  return this.params.id ? null : 'id is empty';
};

exports.handler = function (event, context, callback) {
  new Query().serve(event, callback);
};
