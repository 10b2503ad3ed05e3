exports.load = (id) => Promise.resolve({ id: id, state: 'open', history: [] });
