const ALIASES = {
  room: ['roomNo', 'room_no', 'room'],
  building: ['buildingNo', 'building'],
};

function pick(params, field) {
  for (const name of ALIASES[field]) {
    if (params[name]) return params[name];
  }
  return undefined;
}

const FEES = { '1-101': 320.5, '2-201': 0 };

exports.handler = (event, context, cb) => {
  const params = JSON.parse(event);
  const room = pick(params, 'room');
  const building = pick(params, 'building') || '1';
  if (!room) {
    cb(null, { result: -1 });
    return;
  }
  const owed = FEES[building + '-' + room];
  cb(null, { result: 0, owed: owed === undefined ? 0 : owed });
};
