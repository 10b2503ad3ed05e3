const defaults = require('./defaults.json');

const price = { std: 300, dlx: 500 };

module.exports = {
  handler: async function handler(event) {
    const req = Object.assign({}, defaults, JSON.parse(event));
    const nights = Number(req.nights);
    if (!price[req.room]) {
      return { available: false, message: 'invalid room' };
    }
    return {
      available: true,
      total: price[req.room] * nights * (req.member === 'Y' ? 0.9 : 1),
      checkin: req.checkin || new Date().toISOString().substring(0, 10),
    };
  },
};
