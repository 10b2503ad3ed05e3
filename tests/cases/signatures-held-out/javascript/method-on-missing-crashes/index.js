const PREFIX = ['400', '800'];

function classify(number) {
  const cleaned = number.replace(/[^0-9]/g, '');
  return PREFIX.some((p) => cleaned.startsWith(p)) ? 'toll-free' : 'normal';
}

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const tags = (evt.tags || '').split(',');
  const { caller, callee } = evt;
  return { kind: classify(caller), tags: tags.length, callee };
};
