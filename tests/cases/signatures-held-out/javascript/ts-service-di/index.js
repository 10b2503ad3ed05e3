"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.handler = void 0;
const member_service_1 = require("./member.service");
const http_client_1 = require("./http.client");
const service = new member_service_1.MemberService(new http_client_1.HttpClient());
const handler = async (event) => {
    const request = JSON.parse(event.toString());
    const result = await service.search({ mobile: request.mobile, brand: request.brand ?? "main" });
    return result;
};
exports.handler = handler;
