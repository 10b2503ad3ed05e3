exports.handler = async (event) => {
  const outer = JSON.parse(event);
  if (!outer.payload) {
    return JSON.stringify({ ret: -1, msg: 'no payload' });
  }
  let inner;
  try {
    inner = typeof outer.payload === 'string' ? JSON.parse(outer.payload) : outer.payload;
  } catch (e) {
    return JSON.stringify({ ret: -2, msg: 'bad payload' });
  }
  const seat = inner.seat || outer.seat;
  return JSON.stringify({ ret: 0, seat: seat, member: inner.memberNo });
};
