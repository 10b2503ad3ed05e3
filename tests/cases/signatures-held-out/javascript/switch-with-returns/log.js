module.exports = (...args) => console.log(new Date().toISOString(), ...args);
