import { setTimeout as delay } from 'node:timers/promises';

const timeout = async (promise, ms, fallback) => Promise.race([promise, delay(ms).then(() => fallback)]);

const balance = async (account) => (await fetch(`http://bank.example.com/${account}`)).json();
const points = async (account) => (await fetch(`http://points.example.com/${account}`)).json();

export async function handler(event) {
  const evt = JSON.parse(new TextDecoder().decode(event));
  const { accountNo: account = fail('accountNo') } = evt;
  const [b, p] = await Promise.all([
    timeout(balance(account), Number(evt.timeout ?? 2000), { amount: null }),
    evt.withPoints ? points(account) : { value: 0 },
  ]);
  return { balance: b.amount, points: p.value };
}

function fail(name) {
  throw new Error(`${name} is required`);
}
