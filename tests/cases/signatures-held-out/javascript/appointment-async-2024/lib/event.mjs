export function parseEvent(event) {
  const text = Buffer.isBuffer(event) ? event.toString('utf-8') : event;
  return typeof text === 'string' ? JSON.parse(text) : text;
}
