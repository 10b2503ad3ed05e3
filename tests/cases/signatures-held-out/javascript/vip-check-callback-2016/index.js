'use strict';

var redis = require('redis');
var client = redis.createClient({ host: process.env.REDIS_HOST });

module.exports.handler = function (event, context, callback) {
  var self = this;
  var params;
  try {
    params = JSON.parse(event.toString());
  } catch (e) {
    return callback(null, { code: 400, msg: 'bad json' });
  }
  if (!params.phone) {
    callback(null, { code: 400, msg: 'phone is required' });
    return;
  }
  var level = params.level || 'A';
  client.hget('vip', params.phone, function (err, value) {
    if (err) {
      callback(err);
      return;
    }
    callback(null, { code: 0, vip: value === level ? 1 : 0 });
  });
};
