const { EventEmitter } = require('events');

class Flow extends EventEmitter {
  constructor(input) {
    super();
    this.input = input;
    this.result = {};
  }

  use(step) {
    (this.steps = this.steps || []).push(step);
    return this;
  }

  async run() {
    for (const step of this.steps) {
      await step(this.input, this.result);
    }
    return this.result;
  }
}

const identify = async (input, result) => {
  if (!input.idCard) throw Object.assign(new Error('idCard'), { code: 'MISSING' });
  result.who = input.idCard.slice(-4);
};
const route = async (input, result) => {
  result.queue = input.vip === '1' ? 'vip' : 'normal';
};

exports.handler = async (event) => {
  try {
    return await new Flow(JSON.parse(event)).use(identify).use(route).run();
  } catch (e) {
    if (e.code === 'MISSING') return { success: false, field: e.message };
    throw e;
  }
};
