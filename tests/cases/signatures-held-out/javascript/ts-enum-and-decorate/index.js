"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.handler = exports.Action = void 0;
var Action;
(function (Action) {
    Action["Query"] = "query";
    Action["Cancel"] = "cancel";
})(Action = exports.Action || (exports.Action = {}));
var Level;
(function (Level) {
    Level[Level["Low"] = 0] = "Low";
    Level[Level["High"] = 1] = "High";
})(Level || (Level = {}));
const handler = async (event) => {
    const req = JSON.parse(event);
    switch (req.action) {
        case Action.Query:
            return { state: "open", level: Level.High };
        case Action.Cancel:
            return { state: "closed", by: req.operator ?? "ivr" };
        default:
            throw new Error("action");
    }
};
exports.handler = handler;
