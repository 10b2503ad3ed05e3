var __classPrivateFieldGet = (this && this.__classPrivateFieldGet) || function (receiver, state) {
    return state.get(receiver);
};
var _data;
class Request {
    constructor(data) { _data.set(this, data); }
    id() { return __classPrivateFieldGet(this, _data).id; }
}
_data = new WeakMap();

exports.handler = async (event) => {
  const request = new Request(JSON.parse(event));
  return { id: request.id() };
};
