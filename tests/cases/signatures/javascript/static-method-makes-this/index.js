class Request {
  constructor(raw) { this.raw = raw; }
  static of(event) { return new this(JSON.parse(event)); }
  get weight() { return Number(this.raw.weight ?? 1); }
}

exports.handler = async (event) => ({ weight: Request.of(event).weight });
