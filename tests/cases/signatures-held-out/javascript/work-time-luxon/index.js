const { DateTime } = require('luxon');

const PLAN = {
  weekday: ['08:30', '18:00'],
  weekend: ['10:00', '16:00'],
};

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const zone = evt.zone ?? 'Asia/Shanghai';
  const now = evt.at ? DateTime.fromISO(evt.at, { zone }) : DateTime.now().setZone(zone);
  const [from, to] = now.weekday > 5 ? PLAN.weekend : PLAN.weekday;
  const clock = now.toFormat('HH:mm');
  return { working: clock >= from && clock < to ? 'Y' : 'N', from, to };
};
