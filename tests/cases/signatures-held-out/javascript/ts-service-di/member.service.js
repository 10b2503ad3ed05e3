"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.MemberService = void 0;
class MemberService {
    constructor(http) {
        this.http = http;
    }
    async search(query) {
        if (!query.mobile) {
            return { found: false, errorMessage: "mobile is required" };
        }
        const member = await this.http.get("/members", query);
        return { found: !!member, name: member?.name ?? "", level: member?.level ?? 0 };
    }
}
exports.MemberService = MemberService;
