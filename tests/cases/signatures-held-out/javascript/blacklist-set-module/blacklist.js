const all = new Set(['13800000000', '01088888888']);
const byLine = { '4001': new Set(['13900000000']) };

exports.normalize = function (n) {
  if (typeof n !== 'string') {
    throw new TypeError('caller must be a string');
  }
  return n.replace(/^(\+86|0086)/, '').replace(/\D/g, '');
};

exports.isBlocked = function (n, line) {
  if (all.has(n)) return true;
  const own = line && byLine[line];
  return own ? own.has(n) : false;
};
