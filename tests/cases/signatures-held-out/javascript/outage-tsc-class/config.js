"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.config = void 0;
exports.config = { url: process.env.OUTAGE_URL || "http://outage.example.com", notify: "sms" };
