"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Keys = void 0;
exports.need = need;
var Keys;
(function (Keys) {
    Keys["Code"] = "code";
})(Keys || (exports.Keys = Keys = {}));
function need(data, name) {
    if (data[name] === undefined)
        throw new Error(name);
}
