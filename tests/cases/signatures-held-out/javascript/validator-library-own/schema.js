class Rule {
  constructor(kind) {
    this.kind = kind;
    this.isOptional = false;
    this.fallback = undefined;
    this.least = 0;
  }
  optional() { this.isOptional = true; return this; }
  default(value) { this.fallback = value; this.isOptional = true; return this; }
  min(n) { this.least = n; return this; }
  check(name, value) {
    if (value === undefined || value === null || value === '') {
      if (!this.isOptional) throw new Error(`${name} is required`);
      return this.fallback;
    }
    if (String(value).length < this.least) throw new Error(`${name} is too short`);
    return this.kind === 'number' ? Number(value) : String(value);
  }
}

exports.string = () => new Rule('string');
exports.number = () => new Rule('number');
exports.object = (shape) => ({
  validate(input) {
    const value = {};
    try {
      for (const [name, rule] of Object.entries(shape)) {
        value[name] = rule.check(name, input[name]);
      }
    } catch (e) {
      return { error: e.message };
    }
    return { value };
  },
});
