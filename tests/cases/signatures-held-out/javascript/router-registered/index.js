const router = require('./router');

router.on('query', async (p) => {
  if (!p.id) throw new Error('id');
  return { found: true, id: p.id };
});
router.on('count', async (p) => ({ count: p.scope === 'all' ? 100 : 1 }));

exports.handler = async (event) => router.dispatch(JSON.parse(event));
