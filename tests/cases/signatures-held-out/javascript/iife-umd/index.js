(function (root, factory) {
  if (typeof module === 'object' && module.exports) {
    module.exports = factory();
  } else {
    root.ivr = factory();
  }
})(this, function () {
  'use strict';

  function pad(n) {
    return n < 10 ? '0' + n : '' + n;
  }

  function format(seconds) {
    return pad(Math.floor(seconds / 60)) + ':' + pad(seconds % 60);
  }

  return {
    handler: function (event, context, callback) {
      var evt = JSON.parse(event.toString('utf8'));
      var seconds = Number(evt.seconds);
      if (isNaN(seconds)) {
        callback(new TypeError('seconds'));
      } else {
        callback(null, evt.prefix ? evt.prefix + format(seconds) : format(seconds));
      }
    }
  };
});
