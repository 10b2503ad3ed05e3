const PLATE = /^(?<province>[\u4e00-\u9fa5])(?<letter>[A-Z])(?<rest>[A-Z0-9]{5,6})$/;

exports.handler = async (event) => {
  const { plate = '', day = new Date().getDay() } = JSON.parse(event);
  const found = plate.trim().toUpperCase().match(PLATE);
  if (!found) return { ok: false, message: '车牌号错误' };
  const { province, letter, rest } = found.groups;
  const tail = Number(rest.slice(-1)) || 0;
  return { ok: true, where: province + letter, limited: tail % 5 === Number(day) % 5 };
};
