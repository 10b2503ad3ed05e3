import { readFileSync } from 'node:fs';

const zones = JSON.parse(readFileSync(new URL('./zones.json', import.meta.url)));

const eta = (zone, { express = false, weight = 1 } = {}) => {
  const base = zones[zone] ?? 72;
  return Math.max(12, base - (express ? 24 : 0) + (weight > 10 ? 12 : 0));
};

export const handler = async (event) => {
  const { zone, express, weight } = JSON.parse(event.toString());
  if (!zone) {
    throw new Error('zone is required');
  }
  const hours = eta(zone, { express: express === 'Y', weight: Number(weight ?? 1) });
  return { hours, speech: `预计${hours}小时送达` };
};
