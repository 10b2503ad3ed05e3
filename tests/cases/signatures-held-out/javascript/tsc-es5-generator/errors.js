"use strict";
var __extends = (this && this.__extends) || (function () {
    return function (d, b) {
        Object.setPrototypeOf(d, b);
        function __() { this.constructor = d; }
        d.prototype = b === null ? Object.create(b) : (__.prototype = b.prototype, new __());
    };
})();
Object.defineProperty(exports, "__esModule", { value: true });
var MissingError = (function (_super) {
    __extends(MissingError, _super);
    function MissingError(field) {
        var _this = Reflect.construct(_super, ["missing " + field], MissingError);
        return _this;
    }
    return MissingError;
}(Error));
exports.default = MissingError;
