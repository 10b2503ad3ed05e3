"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.handler = void 0;
const check_1 = require("./check");
async function handler(event) {
    const evt = JSON.parse(event);
    (0, check_1.need)(evt, check_1.Keys.Code);
    return { ok: true };
}
exports.handler = handler;
