var respond = function (callback) {
  return function (err, data) {
    if (err) {
      callback(null, JSON.stringify({ success: false, message: err.message }));
    } else {
      callback(null, JSON.stringify({ success: true, data: data }));
    }
  };
};

function search(params, done) {
  if (!params.keyword) {
    return done(new Error('keyword 不能为空'));
  }
  var limit = params.limit > 0 ? params.limit : 5;
  done(null, { total: 0, limit: limit });
}

module.exports.handler = function (event, context, callback) {
  search(JSON.parse(event.toString()), respond(callback));
};
