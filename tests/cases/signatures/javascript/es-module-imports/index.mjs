import { need } from './lib/need.mjs';
import keys, { CODE } from './keys.mjs';

export async function handler(event) {
  const evt = JSON.parse(event);
  need(evt, CODE);
  return { v: evt[keys.lang] };
}
