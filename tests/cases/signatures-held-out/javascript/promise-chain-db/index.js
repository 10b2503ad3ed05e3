const store = require('./store');

exports.handler = (event, context, callback) => {
  Promise.resolve(event)
    .then((raw) => JSON.parse(raw.toString()))
    .then((req) => {
      if (!req.ticketId) throw new Error('ticketId missing');
      return store.load(req.ticketId).then((ticket) => ({ ticket, verbose: req.verbose }));
    })
    .then(({ ticket, verbose }) => {
      const result = { id: ticket.id, state: ticket.state };
      if (verbose) result.history = ticket.history;
      callback(null, result);
    })
    .catch((err) => callback(err));
};
