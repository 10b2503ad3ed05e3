class App {
  constructor(store) {
    this.store = store;
  }

  async handle(event) {
    const evt = JSON.parse(event);
    const seat = this.store[evt.skill];
    if (seat === undefined) {
      throw new RangeError(`skill ${evt.skill} 不存在`);
    }
    return { seat, note: evt.note ? evt.note.slice(0, 20) : '' };
  }
}

const app = new App({ sales: '8001', tech: '8002' });
exports.handler = app.handle.bind(app);
