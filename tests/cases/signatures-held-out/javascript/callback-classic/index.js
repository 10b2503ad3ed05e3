'use strict';
// 根据手机号查询会员等级
var db = require('./lib/db');
var logger = require('./lib/logger');

module.exports.handler = function (event, context, callback) {
  var params = JSON.parse(event.toString());
  var phone = params.phone;
  if (!phone) {
    callback(new Error('phone is required'));
    return;
  }
  logger.info('query member', phone, params.channel || 'ivr');
  db.findMember(phone, function (err, member) {
    if (err) {
      logger.error(err);
      return callback(err);
    }
    if (!member) {
      return callback(null, { found: false });
    }
    callback(null, { found: true, level: member.level, name: member.name });
  });
};
