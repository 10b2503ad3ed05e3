const { NotFound, Invalid } = require('./errors');

const PEOPLE = [
  { name: '老王', area: '西湖', skills: ['水管'] },
  { name: '老李', area: '滨江', skills: ['电路', '水管'] },
];

async function findRepairman(query) {
  if (!query.area) throw new Invalid('area');
  const skill = query.skill || '水管';
  const found = PEOPLE.find((p) => p.area === query.area && p.skills.includes(skill));
  if (!found) throw new NotFound('repairman');
  return { name: found.name };
}

module.exports = { findRepairman };
