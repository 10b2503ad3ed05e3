exports.handler = (event, context, callback) => {
  Promise.resolve(JSON.parse(event))
    .then((evt) => {
      if (!evt.to) throw new Error('to');
      return { sent: evt.to };
    })
    .then((answer) => callback(null, answer))
    .catch((error) => callback(error));
};
