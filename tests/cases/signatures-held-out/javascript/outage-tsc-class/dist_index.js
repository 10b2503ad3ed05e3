"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.handler = exports.OutageService = void 0;
const axios_1 = require("axios");
const config_1 = require("./config");
var State;
(function (State) {
    State[State["Normal"] = 0] = "Normal";
    State[State["Planned"] = 1] = "Planned";
    State[State["Fault"] = 2] = "Fault";
})(State || (State = {}));
class OutageService {
    constructor(http) {
        this.http = http;
    }
    async find(request) {
        var _a, _b;
        const response = await this.http.get(config_1.config.url, { params: { district: request.district, meter: request.meter } });
        return (_b = (_a = response.data) === null || _a === void 0 ? void 0 : _a.state) !== null && _b !== void 0 ? _b : State.Normal;
    }
}
exports.OutageService = OutageService;
const service = new OutageService(axios_1.default);
const handler = async (event) => {
    var _a;
    const request = JSON.parse(event.toString());
    if (!(request === null || request === void 0 ? void 0 : request.district)) {
        throw new TypeError("district is required");
    }
    const state = await service.find(request);
    return { state: State[state], notify: (_a = request.notify) !== null && _a !== void 0 ? _a : config_1.config.notify };
};
exports.handler = handler;
