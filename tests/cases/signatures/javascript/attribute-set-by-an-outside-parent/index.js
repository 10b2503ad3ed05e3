const lib = require('lib');

class Task extends lib.Base {
  constructor() {
    super();
    this.row = null;
  }

  run(evt) {
    if (evt.ping) return { pong: true };
    this.prepare();
    return { count: this.connection.count(), row: this.row.id, city: evt.city };
  }
}

exports.handler = async (event) => new Task().run(JSON.parse(event));
