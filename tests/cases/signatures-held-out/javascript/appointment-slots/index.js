const SLOTS = { am: ['09:00', '10:00'], pm: ['14:00', '15:00'] };

class SlotError extends Error {}

function slotsFor(period) {
  const slots = SLOTS[period];
  if (!slots) throw new SlotError(`没有时段 ${period}`);
  return slots;
}

exports.handler = function (event, context, callback) {
  const req = JSON.parse(event);
  let slots;
  try {
    slots = slotsFor(req.period);
  } catch (e) {
    callback(null, { ok: false, reason: e.message });
    return;
  }
  const index = Math.max(0, Number(req.choice || 1) - 1);
  const time = slots[index] || slots[0];
  callback(null, { ok: true, text: `已预约${req.day || '今天'}${time}` });
};
