class Request {
  #data;

  constructor(event) {
    this.#data = JSON.parse(event.toString());
  }

  get phone() {
    return this.#data.phone || this.#data.mobile || '';
  }

  get needSms() {
    return this.#data.sms === 'Y';
  }

  static from(event) {
    return new Request(event);
  }
}

exports.handler = async (event) => {
  const req = Request.from(event);
  if (req.phone.length !== 11) {
    return { valid: false };
  }
  return { valid: true, sms: req.needSms };
};
