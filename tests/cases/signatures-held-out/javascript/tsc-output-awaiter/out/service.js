"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.CreditService = void 0;
class CreditService {
    constructor() {
        this.base = 600;
    }
    async score(userId, age) {
        return this.base + String(userId).length + (age || 0);
    }
}
exports.CreditService = CreditService;
