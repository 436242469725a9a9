// Evaluates each expression of stdin ({ bindings, expressions }) and writes the encodings of their values as a JSON array.
'use strict';
const crypto = require('node:crypto');

const functions = {
  hash: (x) => crypto.createHash('sha256').update(typeof x === 'string' ? x : JSON.stringify(x)).digest('hex'),
  base64: (x) => Buffer.from(String(x), 'utf8').toString('base64'),
  base64Decode: (x) => Buffer.from(x, 'base64').toString('utf8'),
  isoTime: (x) => new Date(Number(x)).toISOString(),
};

// ValueEncoding.cs writes the same text.
function encode(value) {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'function';
  if (value === null || typeof value !== 'object') return String(value);
  if (value instanceof RegExp) return String(value);
  if (typeof value.next === 'function') return encode([...value]);
  if (Array.isArray(value)) return `[${value.map(encode).join(',')}]`;
  return `{${Object.keys(value).map((key) => `${JSON.stringify(key)}:${encode(value[key])}`).join(',')}}`;
}

function evaluate(expression, bindings) {
  const scope = { ...JSON.parse(bindings), ...functions };
  try {
    return encode(new Function(...Object.keys(scope), `return (${expression}\n)`)(...Object.values(scope)));
  } catch {
    return 'throws';
  }
}

let input = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk) => (input += chunk));
process.stdin.on('end', () => {
  const { bindings, expressions } = JSON.parse(input);
  const text = JSON.stringify(bindings);
  process.stdout.write(JSON.stringify(expressions.map((expression) => evaluate(expression, text))));
});
