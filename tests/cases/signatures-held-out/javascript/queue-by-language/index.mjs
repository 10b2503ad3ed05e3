import fs from 'node:fs';
import { createLogger } from './logger.mjs';

const log = createLogger('queue');
const QUEUES = new Map([
  ['zh', { vip: '8001', normal: '8002' }],
  ['en', { vip: '8101', normal: '8102' }],
]);

const pick = (lang, vip) => {
  const row = QUEUES.get(lang) ?? QUEUES.get('zh');
  return vip ? row.vip : row.normal;
};

export const handler = async (event) => {
  const { language, vipLevel, queueTime } = JSON.parse(event);
  const vip = Number(vipLevel) >= 3;
  log('route', language, vip);
  if (Number(queueTime) > 300) {
    return { queue: '9000', overflow: true };
  }
  return { queue: pick(language, vip), overflow: false };
};
