exports.pipe = (...fns) => (x) => fns.reduce((v, f) => f(v), x);
exports.sum = (list) => list.reduce((a, b) => a + b, 0);
