// Runs one handler for the runner, which waits at the other end of descriptor 3. Frames from there: "<header bytes> <input bytes>\n" in
// 24 characters, the header, the input. Frames to there: a letter, the length in 11 digits, the bytes.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

const CONTROL = 3;
const MARK = '\x1e';
const STACK_LINE = /^\s+at (?:(.*?) \()?(?:file:\/\/)?(\/[^()]*?):(\d+)(?::\d+)?\)?$/;

const MAX_FRAMES = 50;
const MAX_CHECKED = 20;

let current = null;
let isLoading = false;

class Failure extends Error {
  constructor(code, message, type = null, stack = []) {
    super(message);
    this.told = { code, message, type, stack };
  }
}

function writeAll(descriptor, data) {
  for (let at = 0; at < data.length; ) {
    try {
      at += fs.writeSync(descriptor, data, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

function readExactly(count) {
  const data = Buffer.allocUnsafe(count);
  for (let at = 0; at < count; ) {
    const read = fs.readSync(CONTROL, data, at, count - at, null);
    if (read === 0) process.reallyExit(0);
    at += read;
  }
  return data;
}

function send(kind, data) {
  writeAll(CONTROL, Buffer.concat([Buffer.from(kind + String(data.length).padStart(11, '0')), data]));
}

// Everything goes to stdout's pipe, with its level in front of each line, so that the order of all lines is kept.
function marked(level, text) {
  return Buffer.from(level === null ? text : MARK + level + text.replaceAll('\n', `\n${MARK}${level}`));
}

function print(level, values) {
  const text = format(...values);
  writeAll(1, Buffer.concat([marked(level, text), Buffer.from('\n')]));
}

// The stream that Node.js makes for a pipe loses what is not yet written when the process ends.
function standardStream(fd, level) {
  let isNewLine = true;
  const stream = new Writable({
    decodeStrings: true,
    write(chunk, encoding, done) {
      if (level === null) {
        writeAll(1, chunk);
      } else {
        const text = chunk.toString();
        const ended = text.endsWith('\n');
        const lines = marked(level, ended ? text.slice(0, -1) : text);
        writeAll(1, Buffer.concat([isNewLine ? lines : lines.subarray(2), Buffer.from(ended ? '\n' : '')]));
        isNewLine = ended;
      }
      done();
    },
  });
  stream.fd = fd;
  stream.isTTY = false;
  return stream;
}

function prepareStreams() {
  const levels = { debug: 'D', trace: 'D', log: null, info: null, dir: null, warn: 'W', error: 'E' };
  for (const [name, level] of Object.entries(levels)) {
    console[name] = (...values) => print(level, values);
  }
  console.assert = (condition, ...values) => condition || print('E', ['Assertion failed', ...values]);
  const streams = { stdout: standardStream(1, null), stderr: standardStream(2, 'W') };
  for (const [name, stream] of Object.entries(streams)) {
    Object.defineProperty(process, name, { configurable: true, enumerable: true, get: () => stream });
  }
}

function prepareNetwork() {
  if (fs.existsSync('/run/egress.sock')) {
    createRequire(import.meta.url)('./egress.cjs').start();
  }
}

function prepareCall(header, data) {
  Object.assign(process.env, header.variables);
  const secrets = Object.entries(header.secretFiles);
  if (secrets.length > 0) fs.mkdirSync(header.secretsFolder, { recursive: true, mode: 0o700 });
  for (const [name, text] of secrets) {
    fs.writeFileSync(path.join(header.secretsFolder, name), text, { mode: 0o400 });
  }
  fs.writeFileSync(header.inputFile, data);
  process.env.FLOW_INPUT_FILE = header.inputFile;
  Object.defineProperty(process, 'stdin', {
    configurable: true,
    enumerable: true,
    get: () => Readable.from([data]),
  });
}

function framesOf(error, folder) {
  const found = [];
  for (const line of String(error?.stack ?? '').split('\n')) {
    const parts = STACK_LINE.exec(line);
    if (parts === null) continue;
    const file = decodeURI(parts[2]);
    if (!file.startsWith(`${folder}/`)) continue;
    found.unshift({ file: file.slice(folder.length + 1), line: Number(parts[3]), function: parts[1] ?? null });
  }
  return found;
}

function syntaxFrame(text, folder) {
  const first = /^(?:file:\/\/)?(\/.*):(\d+)$/.exec(String(text).split('\n')[0]);
  return first?.[1].startsWith(`${folder}/`)
    ? { file: first[1].slice(folder.length + 1), line: Number(first[2]), function: null }
    : null;
}

// Of an ES module that cannot be read, the error does not tell which one it is, nor where.
function findSyntaxFrame(folder, entry) {
  const others = fs.readdirSync(folder, { recursive: true }).filter((name) => /\.m?js$/.test(name) && name !== entry);
  for (const name of [entry, ...others.slice(0, MAX_CHECKED)]) {
    const { stderr } = spawnSync(process.execPath, ['--check', path.join(folder, name)], { encoding: 'utf8' });
    const frame = syntaxFrame(stderr, folder);
    if (frame !== null) return frame;
  }
  return null;
}

function failureOf(error, { folder, entry }) {
  if (error instanceof Failure) return error;
  const stack = framesOf(error, folder).slice(-MAX_FRAMES);
  if (!(error instanceof Error)) {
    return new Failure('Script.Exception', format('%s', error), null, stack);
  }
  const isUnread = error instanceof SyntaxError && isLoading && stack.length === 0;
  const frame = isUnread ? (syntaxFrame(error.stack, folder) ?? findSyntaxFrame(folder, entry)) : null;
  if (frame !== null) {
    return new Failure('Script.Syntax', `${error.message} (line ${frame.line})`, error.name, [frame]);
  }
  if (error instanceof RangeError && /allocation failed|Invalid array buffer length/i.test(error.message)) {
    return new Failure('Script.Memory', 'The script asked for more memory than its limit allows.', error.name, stack);
  }
  return new Failure('Script.Exception', error.message || error.name, error.name, stack);
}

async function load(header) {
  const module = await import(pathToFileURL(path.join(header.folder, header.entry)).href);
  const handler = typeof module.default === 'function' ? module.default : module.default?.default;
  if (typeof handler !== 'function') {
    throw new Failure(
      'Script.HandlerMissing',
      `${header.entry} has no handler: write \`export default async (input, context) => …\` or \`module.exports = …\`.`,
    );
  }
  return handler;
}

function jsonOnly(key, value) {
  const kind = typeof value;
  if (kind === 'function' || kind === 'symbol' || kind === 'bigint') {
    throw new TypeError(`${key === '' ? 'it' : `"${key}"`} is a ${kind}`);
  }
  if (kind === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`${key === '' ? 'it' : `"${key}"`} is ${value}`);
  }
  return value;
}

function encode(value, limit) {
  let text;
  try {
    text = JSON.stringify(value, jsonOnly) ?? 'null';
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : format('%s', error);
    throw new Failure('Script.OutputInvalid', `What the handler returned is no JSON: ${reason}.`);
  }
  const data = Buffer.from(text);
  if (data.length > limit) {
    const [size, most] = [data.length, limit].map((number) => number.toLocaleString('en-US'));
    throw new Failure(
      'Script.OutputTooLarge',
      `The output has ${size} bytes of JSON; the limit is ${most}. Store it as a file, or return less.`,
    );
  }
  return data;
}

function finish(header, kind, data) {
  if (current === null) return;
  current = null;
  send(kind, data);
  // After the answer: an answer that the script has written itself is followed by this one then, and is found out.
  if (header.end) {
    const end = Buffer.from(`${MARK}.${header.end}\n`);
    writeAll(1, end);
    writeAll(2, end);
  }
}

function fail(header, error) {
  finish(header, 'E', Buffer.from(JSON.stringify(failureOf(error, header).told)));
}

// Nothing may run between the end of a call and the runner's next word.
function waitToBeEnded() {
  fs.readSync(CONTROL, Buffer.alloc(1));
  process.reallyExit(0);
}

function onUncaught(error) {
  if (current !== null) fail(current, error);
  waitToBeEnded();
}

function onExit(code) {
  if (current !== null) finish(current, 'X', Buffer.from(String(code ?? 0)));
  waitToBeEnded();
}

async function main() {
  prepareStreams();
  prepareNetwork();
  process.on('uncaughtException', onUncaught);
  process.on('unhandledRejection', onUncaught);
  process.on('exit', onExit);
  send('H', Buffer.alloc(0));
  for (let handler = null; ; ) {
    const lengths = readExactly(24).toString().trim().split(/ +/).map(Number);
    const header = JSON.parse(readExactly(lengths[0]).toString());
    const data = readExactly(lengths[1]);
    current = header;
    try {
      if (handler === null) {
        prepareCall(header, data);
        isLoading = true;
        handler = await load(header);
        isLoading = false;
      }
      const result = await handler(JSON.parse(data.toString()), header.context);
      finish(header, 'O', encode(result, header.outputBytes));
      if (!header.end) waitToBeEnded();
    } catch (error) {
      fail(header, error);
      waitToBeEnded();
    }
  }
}

await main();
