"use strict";
var __assign = (this && this.__assign) || function () {
    __assign = Object.assign || function(t) {
        for (var s, i = 1, n = arguments.length; i < n; i++) {
            s = arguments[i];
            for (var p in s) if (Object.prototype.hasOwnProperty.call(s, p))
                t[p] = s[p];
        }
        return t;
    };
    return __assign.apply(this, arguments);
};
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
exports.__esModule = true;
exports.handler = void 0;
var moment_1 = __importDefault(require("moment"));
var DEFAULTS = { grade: "1", term: "spring" };
var NoticeHandler = /** @class */ (function () {
    function NoticeHandler(options) {
        if (options === void 0) { options = DEFAULTS; }
        this.options = options;
    }
    NoticeHandler.prototype.handle = function (input) {
        var request = __assign(__assign({}, this.options), input);
        if (!request.schoolId) {
            throw new Error("schoolId required");
        }
        return { title: request.schoolId + "-" + request.grade + "-" + request.term, day: request.day || moment_1["default"]().format("YYYY-MM-DD") };
    };
    return NoticeHandler;
}());
var notice = new NoticeHandler();
function handler(event, context, callback) {
    callback(null, notice.handle(JSON.parse(event.toString())));
}
exports.handler = handler;
