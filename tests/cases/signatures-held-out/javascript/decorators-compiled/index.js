"use strict";
var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.handler = void 0;
function Required(...names) {
    return function (target, key, descriptor) {
        const original = descriptor.value;
        descriptor.value = function (input) {
            for (const name of names) {
                if (!input[name]) {
                    throw new Error(name + " is required");
                }
            }
            return original.call(this, input);
        };
        return descriptor;
    };
}
class Pharmacy {
    async find(input) {
        return { drug: input.drugId, city: input.city || "杭州", open: true };
    }
}
__decorate([
    Required("drugId")
], Pharmacy.prototype, "find", null);
const pharmacy = new Pharmacy();
const handler = async (event) => pharmacy.find(JSON.parse(event.toString()));
exports.handler = handler;
