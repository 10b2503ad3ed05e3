export class ConflictError extends Error {}

const taken = new Set();

export async function book({ customerId, time, date, note }) {
  const key = `${date} ${time}`;
  if (taken.has(key)) throw new ConflictError(key);
  taken.add(key);
  return { id: `${customerId}@${key}`, note };
}
