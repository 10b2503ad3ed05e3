"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    Object.defineProperty(o, k2, { enumerable: true, get: function() { return m[k]; } });
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __importStar = (this && this.__importStar) || function (mod) {
    if (mod && mod.__esModule) return mod;
    var result = {};
    if (mod != null) for (var k in mod) if (k !== "default" && Object.prototype.hasOwnProperty.call(mod, k)) __createBinding(result, mod, k);
    result.default = mod;
    return result;
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.handler = void 0;
const fees = __importStar(require("./fees"));
const errors_1 = require("./errors");
async function handler(event) {
    try {
        const input = JSON.parse(event.toString());
        const account = (0, errors_1.required)(input.account, "account");
        const month = input.month || fees.currentMonth();
        return { code: 0, data: fees.bill(account, month) };
    }
    catch (e) {
        if (e instanceof errors_1.InputError) {
            return { code: 400, message: e.message };
        }
        throw e;
    }
}
exports.handler = handler;
