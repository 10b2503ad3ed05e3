class Job {
  constructor(data) {
    this.data = data;
  }
  get id() {
    return this.data.id;
  }
  run() {
    if (!this.id) throw new Error('id');
    return { id: this.id, lang: this.data.lang || 'zh' };
  }
}
exports.handler = async (event) => new Job(JSON.parse(event)).run();
