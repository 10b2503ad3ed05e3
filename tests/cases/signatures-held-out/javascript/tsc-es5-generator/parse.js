"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.parse = void 0;
function parse(event) {
    return JSON.parse(event.toString("utf8"));
}
exports.parse = parse;
