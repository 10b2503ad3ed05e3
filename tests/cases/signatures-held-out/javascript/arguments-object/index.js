var utils = {
  extend: function (target) {
    for (var i = 1; i < arguments.length; i++) {
      var source = arguments[i];
      for (var key in source) {
        if (source.hasOwnProperty(key)) target[key] = source[key];
      }
    }
    return target;
  }
};

exports.handler = function (event, context, callback) {
  var params = utils.extend({ level: 'normal', size: 10 }, JSON.parse(event));
  if (!params.keyword) return callback('keyword required');
  callback(null, { keyword: params.keyword, level: params.level, size: params.size });
};
