const book = ({ city, day = 'today' }) => `${city} ${day}`;

class Order {
  constructor({ no }) { this.no = no; }
}

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (evt.ping) return { pong: true };
  return { booked: book({ ...evt.trip }), no: new Order({ ...evt.order }).no, lang: evt.lang || 'zh' };
};
