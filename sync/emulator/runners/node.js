// Runs one Node.js function once, inside the function's own process; the orders and the result are as in python.py.
'use strict';
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const orders = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const HANDLED = 'HandledInvocationError';
const UNHANDLED = 'UnhandledInvocationError';
let finished = false;

// Standard input is a pipe from the emulator: when it closes, nobody waits for the answer any more. As long as it is open it
// also keeps the process alive, as the real runtime is kept: a callback that is never called ends in a timeout.
new net.Socket({ fd: 0 }).on('close', () => process.kill(0, 'SIGKILL')).resume();

function write(content) {
  for (let done = 0; done < content.length;) {
    done += fs.writeSync(orders.result, content, done);
  }
}

function finish(answer, error) {
  if (finished) return;
  finished = true;
  const announced = JSON.stringify({ error, size: answer.length, memory: process.memoryUsage.rss() / 1048576 });
  write(Buffer.concat([Buffer.from(announced + '\n'), answer]));
  process.exit(0);
}

function encoded(answer) {
  if (Buffer.isBuffer(answer)) return answer;
  if (typeof answer === 'string') return Buffer.from(answer);
  return Buffer.from(JSON.stringify(answer) ?? '');
}

function fail(problem, kind) {
  finish(Buffer.from(JSON.stringify(described(problem))), kind);
}

function described(problem) {
  if (!(problem instanceof Error)) {
    return { errorMessage: typeof problem === 'string' ? problem : JSON.stringify(problem) ?? String(problem) };
  }
  const own = String(problem.stack).split('\n').filter((line) => !line.includes(__filename));
  const stackTrace = own.map((line) => line.replaceAll(orders.code, '/code'));
  return { errorMessage: problem.message, errorType: problem.name, stackTrace };
}

function named(name, message) {
  return Object.assign(new Error(message), { name });
}

async function find(spec) {
  const dot = spec.lastIndexOf('.');
  if (dot < 0) throw named('HandlerMissing', `Handler '${spec}' must be written as file.function`);
  const [place, name] = [spec.slice(0, dot), spec.slice(dot + 1)];
  const file = ['.js', '.mjs', '.cjs'].map((end) => path.join(orders.code, place + end)).find((each) => fs.existsSync(each));
  if (!file) throw named('ImportModuleError', `Unable to import module '${place}': no such file`);
  const module = await import(pathToFileURL(file).href);
  const found = module[name] ?? module.default?.[name];
  if (typeof found !== 'function') throw named('HandlerMissing', `Handler '${name}' is missing on module '${place}'`);
  return found;
}

async function run() {
  const event = fs.readFileSync(orders.event);
  process.chdir(orders.code);
  write(Buffer.from('\n'));
  const { function: self, request_id: requestId, region, account: accountId } = orders;
  const context = { requestId, credentials: {}, function: self, service: { name: self.service }, region, accountId, logger: console };
  const answered = (error, answer) => (error ? fail(error, HANDLED) : succeed(answer));
  if (orders.initializer) {
    const initializer = await find(orders.initializer);
    await new Promise((resolve, reject) => {
      const returned = initializer(context, (error) => (error ? reject(error) : resolve()));
      if (typeof returned?.then === 'function') returned.then(resolve, reject);
    });
  }
  const handler = await find(orders.handler);
  const returned = handler(event, context, answered);
  if (typeof returned?.then !== 'function') return;
  const answer = await returned;
  // An async handler that was given a callback and returns nothing answers through the callback.
  if (answer !== undefined || handler.length < 3) succeed(answer);
}

function succeed(answer) {
  try {
    finish(encoded(answer), null);
  } catch (problem) {
    fail(problem, UNHANDLED);
  }
}

process.on('uncaughtException', (problem) => fail(problem, UNHANDLED));
run().catch((problem) => fail(problem, UNHANDLED));
