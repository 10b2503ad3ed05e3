const OSS = require('ali-oss');
const { promisify } = require('util');

const client = new OSS({ bucket: 'recordings', region: 'oss-cn-shanghai' });

exports.handler = async (event, context) => {
  const evt = JSON.parse(event);
  const contactId = evt.contactId;
  const days = evt.days ? Number(evt.days) : 7;
  try {
    const list = await client.list({ prefix: `rec/${contactId}/`, 'max-keys': days });
    if (!list.objects || list.objects.length === 0) {
      return { found: false, url: '' };
    }
    return { found: true, url: client.signatureUrl(list.objects[0].name) };
  } catch (e) {
    console.error(e.stack);
    throw e;
  }
};
