(() => {
  var __webpack_modules__ = {
    11: (module) => {
      module.exports = { retry: 2, table: { A: 'queue-a', B: 'queue-b' } };
    },
    27: (module, exports, __webpack_require__) => {
      const conf = __webpack_require__(11);
      exports.pick = function (req) {
        const q = conf.table[req.product];
        if (!q) {
          return { queue: 'default', retry: conf.retry };
        }
        return { queue: q, retry: Number(req.retry) || conf.retry };
      };
    },
    42: (module, exports, __webpack_require__) => {
      const { pick } = __webpack_require__(27);
      exports.handler = async (event) => {
        const req = JSON.parse(event);
        console.log('req', JSON.stringify(req));
        return pick(req);
      };
    },
  };
  var cache = {};
  function __webpack_require__(id) {
    var cached = cache[id];
    if (cached !== undefined) return cached.exports;
    var module = (cache[id] = { exports: {} });
    __webpack_modules__[id](module, module.exports, __webpack_require__);
    return module.exports;
  }
  var entry = __webpack_require__(42);
  module.exports = entry;
})();
