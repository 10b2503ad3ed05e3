export function createLogger(name) {
  return (...args) => console.log(`[${name}]`, ...args);
}
