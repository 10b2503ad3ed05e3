"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.default = { info: (...args) => console.log(...args) };
