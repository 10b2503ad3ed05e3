exports.handler = async (event) => {
  const { level, balance = 0, age } = JSON.parse(event);
  let queue;
  switch (true) {
    case level === 'diamond':
      queue = 'vip';
      break;
    case Number(balance) < 0:
      queue = 'collection';
      break;
    case age !== undefined && parseInt(age, 10) >= 60:
      queue = 'elder';
      break;
    default:
      queue = 'normal';
  }
  return { queue };
};
