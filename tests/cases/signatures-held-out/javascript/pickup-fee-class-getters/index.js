class PickupRequest {
  constructor(raw) {
    this.raw = raw;
  }
  get weight() {
    return Number(this.raw.weight ?? 1);
  }
  get sender() {
    if (!this.raw.sender) throw new RequestError('sender');
    return this.raw.sender;
  }
  get city() {
    return this.raw.city || this.raw.addressCity || 'unknown';
  }
  static of(event) {
    return new this(JSON.parse(event));
  }
}

class RequestError extends Error {
  constructor(field) {
    super(`${field} is missing`);
    this.name = 'RequestError';
    this.field = field;
  }
}

exports.handler = async (event) => {
  const request = PickupRequest.of(event);
  try {
    const fee = 12 + Math.max(0, request.weight - 1) * 2;
    return { status: 200, sender: request.sender, fee, city: request.city };
  } catch (e) {
    if (!(e instanceof RequestError)) throw e;
    return { status: 400, field: e.field };
  }
};
