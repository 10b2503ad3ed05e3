// Runs one handler in this process for several events, and tells what it answered and which keys it read.
// node recorder.js FOLDER HANDLER < [event, …]   writes [[outcome, keys], …] as its last line
'use strict';
const fs = require('fs');
const path = require('path');
const Module = require('module');

const [folder, name] = process.argv.slice(2);
const place = name.slice(0, name.lastIndexOf('.'));
const wanted = name.slice(name.lastIndexOf('.') + 1);
const parse = JSON.parse;
const log = [];
const INNER = new Set(['then', 'toJSON', 'constructor', 'inspect', 'hasOwnProperty', 'toString', 'valueOf', 'propertyIsEnumerable']);
let read = new Set();
let current = null;

function recording(value) {
  const note = (key) => {
    if (typeof key === 'string' && !INNER.has(key)) read.add(key);
  };
  return new Proxy(value, {
    get(target, key, receiver) { note(key); return Reflect.get(target, key, receiver); },
    has(target, key) { note(key); return Reflect.has(target, key); },
    getOwnPropertyDescriptor(target, key) { note(key); return Reflect.getOwnPropertyDescriptor(target, key); },
  });
}

JSON.parse = (text, ...rest) => {
  const value = parse(text, ...rest);
  return String(text) === current && value && typeof value === 'object' ? recording(value) : value;
};

// A library that is not installed: every function of it calls back the functions it is given; as a value it is 1.
const stand = new Proxy(function () {}, {
  get: (target, key) => {
    if (key === Symbol.toPrimitive) return () => 1;
    if (key === Symbol.iterator) return function* () { yield stand; };
    if (key === 'toJSON') return () => 1;
    if (key === 'prototype') return Reflect.get(target, key);
    return key === 'then' || typeof key === 'symbol' ? undefined : stand;
  },
  construct: () => stand,
  apply: (target, self, values) => {
    const functions = values.filter((value) => typeof value === 'function');
    if (values.length === 1 && functions.length === 1) return functions[0];
    functions.forEach((value) => value(null, []));
    return stand;
  },
});
const load = Module._load;
Module._load = function (request, parent, main) {
  try {
    return load.call(this, request, parent, main);
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND' && !request.startsWith('.')) return stand;
    throw error;
  }
};
console.log = console.info = console.error = () => {};

async function find() {
  for (const ending of ['.js', '.cjs']) {
    if (fs.existsSync(path.join(folder, place + ending))) return require(path.join(folder, place + ending))[wanted];
  }
  return (await import(path.join(folder, place + '.mjs')))[wanted];
}

function call(handler, event) {
  return new Promise((resolve, reject) => {
    const answer = handler(Buffer.from(event), {}, (error, result) => (error ? reject(error) : resolve(result)));
    if (answer && typeof answer.then === 'function') answer.then(resolve, reject);
    else if (handler.length < 3) resolve(answer);
    setTimeout(() => reject(new Error('no answer')), 300).unref();
  });
}

async function main() {
  const handler = await find();
  for (const event of parse(fs.readFileSync(0, 'utf8'))) {
    read = new Set();
    current = JSON.stringify(event);
    let outcome;
    try {
      outcome = ['answered', String(JSON.stringify(await call(handler, current)))];
    } catch (error) {
      outcome = ['raised', String(error && error.message ? error.message : error)];
    }
    log.push([outcome, [...read].sort()]);
  }
  process.stdout.write('\n' + JSON.stringify(log));
}

main();
