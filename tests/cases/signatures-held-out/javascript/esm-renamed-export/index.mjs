import * as time from './time.mjs';
import settings from './settings.mjs';

async function main(event, context) {
  const req = JSON.parse(event.toString());
  const zone = req.zone || settings.zone;
  const open = time.isOpen(Number(req.hour ?? 12), settings.hours);
  return open ? { open, zone } : { open, zone, reopen: settings.hours[0] };
}

export { main as handler };
