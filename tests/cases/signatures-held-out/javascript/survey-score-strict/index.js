const assert = require('assert');

const LABELS = ['很不满意', '不满意', '一般', '满意', '非常满意'];

module.exports.handler = async (event) => {
  const body = JSON.parse(event);
  assert(body.contactId, 'contactId');
  assert.ok('score' in body, 'score');
  const score = parseInt(body.score, 10);
  if (Number.isNaN(score) || score < 1 || score > 5) {
    throw new RangeError('score out of range');
  }
  const { comment = null, channel = 'voice' } = body;
  return JSON.stringify({ saved: true, label: LABELS[score - 1], comment, channel });
};
