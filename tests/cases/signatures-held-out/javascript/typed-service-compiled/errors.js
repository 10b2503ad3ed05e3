"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.required = exports.InputError = void 0;
class InputError extends Error {
}
exports.InputError = InputError;
function required(value, name) {
    if (value === undefined || value === null || value === "") {
        throw new InputError(`${name} is required`);
    }
    return value;
}
exports.required = required;
