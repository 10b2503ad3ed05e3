class Coupon {
  static #rates = { gold: 0.8, silver: 0.9 };
  static #instance;
  #input;

  static get shared() {
    return (Coupon.#instance ??= new Coupon());
  }

  load(input) {
    this.#input = input;
    return this;
  }

  #need(name) {
    const value = this.#input[name];
    if (value == null) throw new RangeError(name);
    return value;
  }

  price() {
    const amount = Number(this.#need('amount'));
    const rate = Coupon.#rates[this.#input.level] ?? 1;
    return Math.round(amount * rate * 100) / 100;
  }
}

export const handler = async (event) => {
  try {
    return { price: Coupon.shared.load(JSON.parse(event)).price() };
  } catch (e) {
    if (e instanceof RangeError) return { error: `missing ${e.message}` };
    throw e;
  }
};
