"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.bill = exports.currentMonth = void 0;
const currentMonth = () => new Date().toISOString().slice(0, 7);
exports.currentMonth = currentMonth;
const bill = (account, month) => ({ account, month, total: 30 });
exports.bill = bill;
