var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// src/handler.ts
var handler_exports = {};
__export(handler_exports, {
  handler: () => handler
});
module.exports = __toCommonJS(handler_exports);

// src/input.ts
function readInput(event) {
  const raw = JSON.parse(event.toString());
  const pharmacy = raw.pharmacyId?.trim();
  if (!pharmacy)
    throw new Error("pharmacyId is required");
  return { pharmacy, drug: raw.drugCode ?? null, radius: Number(raw.radius ?? 3) };
}

// src/handler.ts
var handler = async (event) => {
  const input = readInput(event);
  return { open: "Y", pharmacy: input.pharmacy, stock: input.drug ? 1 : 0, radius: input.radius };
};
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  handler
});
