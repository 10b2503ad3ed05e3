class BaseController {
  constructor(event) {
    this.params = JSON.parse(event.toString() || '{}');
  }

  param(name, fallback) {
    const value = this.params[name];
    return value === undefined || value === '' ? fallback : value;
  }

  rules() {
    return [];
  }

  async run() {
    for (const name of this.rules()) {
      if (!this.param(name)) {
        return this.fail(`${name} 缺失`);
      }
    }
    return this.process();
  }

  ok(data) {
    return { success: true, data };
  }

  fail(message) {
    return { success: false, message };
  }
}

module.exports = BaseController;
