const library = require('library');

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (library.open() && evt.phone) {
    return { queue: 'open', phone: evt.phone };
  }
  throw new Error('closed');
};
