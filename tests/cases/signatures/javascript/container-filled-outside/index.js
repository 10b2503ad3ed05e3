const lib = require('lib');

class Task {
  constructor() {
    this.row = null;
    lib.fill(this);
  }
}

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (evt.ping) return { pong: true };
  const box = { row: null };
  const rows = [];
  lib.fill(box);
  lib.fill(rows);
  const named = rows.map((row) => `${evt.prefix}${row.name}`);
  return { id: box.row.id, more: box.more.id, task: new Task().row.id, first: rows[0].id, named, city: evt.city };
};
