import { parseEvent } from './lib/event.mjs';
import { book, ConflictError } from './lib/calendar.mjs';

const SLOTS = new Map([['1', '09:00'], ['2', '14:00']]);

export const handler = async (event, _context) => {
  const { customerId, slot, date, ...extra } = parseEvent(event);
  const time = SLOTS.get(slot);
  if (!customerId || !time) {
    return { status: 'error', reason: !customerId ? 'customerId' : 'slot' };
  }
  try {
    const { id } = await book({ customerId, time, date: date ?? tomorrow(), note: extra.note });
    return { status: 'ok', id, time };
  } catch (error) {
    if (error instanceof ConflictError) {
      return { status: 'error', reason: 'conflict' };
    }
    throw error;
  }
};

function tomorrow() {
  const day = new Date(Date.now() + 864e5);
  return day.toISOString().slice(0, 10);
}
