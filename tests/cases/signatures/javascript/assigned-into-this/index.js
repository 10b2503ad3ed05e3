class Request {
  constructor(data) { Object.assign(this, data); }
  get name() { return `${this.first} ${this.last}`; }
}

exports.handler = async (event) => {
  const request = new Request(JSON.parse(event));
  return { name: request.name, age: request.age };
};
