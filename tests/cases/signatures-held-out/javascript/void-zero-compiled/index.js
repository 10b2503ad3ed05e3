"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.handler = void 0;
var DEFAULT_LIMIT = 20;
async function handler(event) {
    var _a, _b;
    var input = JSON.parse(event);
    var keyword = (_a = input.keyword) === null || _a === void 0 ? void 0 : _a.trim();
    if (!keyword) {
        return { ok: false, error: "keyword" };
    }
    var limit = (_b = input.limit) !== null && _b !== void 0 ? _b : DEFAULT_LIMIT;
    if (input.exact === true) {
        keyword = '"' + keyword + '"';
    }
    return { ok: true, query: keyword, limit: limit };
}
exports.handler = handler;
//# sourceMappingURL=index.js.map
