(() => {
  "use strict";
  var __webpack_modules__ = {
    17: (module, exports, require) => {
      exports.need = (data, name) => {
        if (!data[name]) throw new Error(name);
      };
    },
    42: (module, exports, require) => {
      const need = require(17);
      exports.handler = async (event) => {
        const evt = JSON.parse(event);
        need.need(evt, "to");
        return { sent: evt.to };
      };
    }
  };
  var cache = {};
  function load(id) {
    var cached = cache[id];
    if (cached !== undefined) {
      return cached.exports;
    }
    var module = (cache[id] = { exports: {} });
    __webpack_modules__[id](module, module.exports, load);
    return module.exports;
  }
  module.exports = load(42);
})();
