const config = require('./config');

function pickSkill({ language, product, vip }) {
  const rules = config.rules.filter((r) => !r.language || r.language === language);
  const rule = rules.find((r) => r.product === product) || config.fallback;
  return vip === 'true' ? `${rule.skill}_vip` : rule.skill;
}

module.exports.handler = async (event) => {
  const input = JSON.parse(event);
  return { skill: pickSkill(input), priority: Number(input.priority || 5) };
};
