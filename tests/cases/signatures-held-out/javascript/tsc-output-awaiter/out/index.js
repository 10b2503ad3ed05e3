"use strict";
var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.handler = void 0;
const service_1 = require("./service");
const logger_1 = require("./logger");
const service = new service_1.CreditService();
const handler = (event, context) => __awaiter(void 0, void 0, void 0, function* () {
    var _a, _b;
    const request = JSON.parse(event.toString());
    logger_1.default.info('request', request);
    const months = (_a = request.months) !== null && _a !== void 0 ? _a : 6;
    if (!request.userId) {
        throw new Error('userId required');
    }
    const score = yield service.score(request.userId, (_b = request.profile) === null || _b === void 0 ? void 0 : _b.age);
    return { score, months };
});
exports.handler = handler;
