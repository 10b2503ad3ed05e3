(function (global, factory) {
  typeof exports === 'object' && typeof module !== 'undefined' ? factory(exports) :
  typeof define === 'function' && define.amd ? define(['exports'], factory) :
  (global = global || self, factory(global.ivr = {}));
}(this, (function (exports) { 'use strict';

  const Lang = Object.freeze({ ZH: 'zh', EN: 'en' });
  const texts = { [Lang.ZH]: '您好', [Lang.EN]: 'Hello' };

  function greet(params) {
    const lang = Object.values(Lang).indexOf(params.lang) > -1 ? params.lang : Lang.ZH;
    return texts[lang] + (params.title || '');
  }

  async function handler(event) {
    return greet(JSON.parse(event));
  }

  exports.handler = handler;
  Object.defineProperty(exports, '__esModule', { value: true });
})));
