export function need(data, name) {
  if (data[name] === undefined) {
    throw new Error(`missing ${name}`);
  }
}
