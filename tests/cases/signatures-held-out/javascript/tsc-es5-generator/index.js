"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.handler = void 0;
var parse_1 = require("./parse");
var errors_1 = __importDefault(require("./errors"));
function handler(event, context, callback) {
    try {
        var req = (0, parse_1.parse)(event);
        if (!req.city) {
            throw new errors_1.default('city');
        }
        var answer = { city: req.city, weather: "晴", temp: req.unit === "F" ? 77 : 25 };
        callback(null, JSON.stringify(answer));
    }
    catch (err) {
        callback(err);
    }
}
exports.handler = handler;
