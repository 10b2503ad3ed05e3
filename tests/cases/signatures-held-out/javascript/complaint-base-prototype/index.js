var util = require('util');
var Base = require('./base');

function Complaint() {
  Base.call(this);
}
util.inherits(Complaint, Base);

Complaint.prototype.validate = function () {
  if (!this.params.waybill) return '运单号不能为空';
  if (!this.params.content || this.params.content.length < 2) return '内容不能为空';
  return null;
};

Complaint.prototype.process = function (done) {
  done(null, { no: 'C' + this.params.waybill, level: this.params.level || 3 });
};

exports.handler = function (event, context, callback) {
  new Complaint().serve(event, callback);
};
