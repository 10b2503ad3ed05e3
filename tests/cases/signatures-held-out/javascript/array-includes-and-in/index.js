const LANGS = ['zh', 'en', 'ja'];

function assert(condition, message) {
  if (!condition) {
    const e = new Error(message);
    e.expose = true;
    throw e;
  }
}

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  assert('text' in evt, 'text');
  assert(LANGS.includes(evt.lang), 'lang');
  const max = Math.min(parseInt(evt.max, 10) || 100, 500);
  return { text: String(evt.text).slice(0, max), lang: evt.lang };
};
