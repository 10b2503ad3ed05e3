"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.HttpClient = void 0;
const axios_1 = require("axios");
class HttpClient {
    async get(path, params) {
        const { data } = await axios_1.default.get(`http://crm.example.com${path}`, { params });
        return data;
    }
}
exports.HttpClient = HttpClient;
