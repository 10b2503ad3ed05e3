const { MongoClient } = require('mongodb');

let db = null;

async function connect() {
  if (db) return db;
  const client = await MongoClient.connect(process.env.MONGO || 'mongodb://localhost', { useUnifiedTopology: true });
  db = client.db('survey');
  return db;
}

exports.handler = async function (event, context) {
  const e = JSON.parse(event);
  const score = Number(e.score);
  if (!Number.isInteger(score) || score < 1 || score > 5) {
    return { saved: false, error: 'score must be 1 to 5' };
  }
  const doc = { contactId: e.contactId, agent: e.agentId || null, score, at: new Date() };
  if (!doc.contactId) throw new Error('contactId is empty');
  const database = await connect();
  await database.collection('scores').insertOne(doc);
  return { saved: true, thanks: score >= 4 ? 'thanks' : 'sorry' };
};
