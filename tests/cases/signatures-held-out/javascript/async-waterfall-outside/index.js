const async = require('async');

exports.handler = function (event, context, callback) {
  async.waterfall([
    function (next) {
      try {
        next(null, JSON.parse(event));
      } catch (e) {
        next(e);
      }
    },
    function (params, next) {
      if (!params.id) return next(new Error('id'));
      next(null, { id: params.id });
    },
  ], callback);
};
