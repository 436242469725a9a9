'use strict';

// The way out of a sandbox. In a script's process: start() routes http, https and fetch through the gateway's socket and, for programs
// that the script starts, carries what connects to 127.0.0.1:3128 to it. Run as a program it only does the latter, and says with an
// empty line that it is ready.

const fs = require('node:fs');
const net = require('node:net');

const GATEWAY = '/run/egress.sock';
const PORT = 3128;
const FETCH = Symbol.for('undici.globalDispatcher.1');

let isFetchTaken = false;

/** Begins; does nothing where there is no gateway. Nothing of it keeps the process alive. */
function start() {
  if (!fs.existsSync(GATEWAY)) {
    return;
  }
  routeAgents();
  routeFetch();
  const server = listen();
  // In use already when the script has a forwarder of its own.
  server.on('error', () => {});
  server.unref();
}

function listen(ready) {
  const server = net.createServer({ allowHalfOpen: true }, (script) => {
    const gateway = net.connect({ path: GATEWAY, allowHalfOpen: true });
    for (const [from, to] of [[script, gateway], [gateway, script]]) {
      from.unref();
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
  });
  server.listen(PORT, '127.0.0.1', ready);
  return server;
}

// Loopback is the sandbox's own; servers of the script itself are reached without the gateway.
function isLocal(host) {
  return host === undefined || /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
}

/** Opens a connection through the gateway. */
function tunnel(host, port, done) {
  const authority = `${net.isIPv6(host) ? `[${host}]` : host}:${port}`;
  const socket = net.connect({ path: GATEWAY });
  let answer = Buffer.alloc(0);
  const fail = (error) => {
    socket.destroy();
    done(error);
  };
  const closed = () => fail(refusal(answer, authority));
  const read = (chunk) => {
    answer = Buffer.concat([answer, chunk]);
    const end = answer.indexOf('\r\n\r\n');
    if (end < 0 || answer.toString('latin1', 9, 12) !== '200') {
      return;
    }
    socket.off('data', read).off('error', fail).off('end', closed);
    if (answer.length > end + 4) {
      socket.unshift(answer.subarray(end + 4));
    }
    done(null, socket);
  };
  socket.on('data', read).once('error', fail).once('end', closed);
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
}

function refusal(answer, authority) {
  const text = answer.toString('utf8');
  const message = text.slice(text.indexOf('\r\n\r\n') + 4).trim();
  return Object.assign(new Error(message || `The gateway closed the connection to ${authority}.`), { code: 'EGRESS_REFUSED' });
}

// On the prototypes, so that agents that a library makes itself are routed too.
function routeAgents() {
  const http = require('node:http');
  const https = require('node:https');
  const plain = http.Agent.prototype.createConnection;
  const secure = https.Agent.prototype.createConnection;
  http.Agent.prototype.createConnection = function createConnection(options, done) {
    if (options.socketPath || isLocal(options.host)) {
      return plain.call(this, options, done);
    }
    return tunnel(options.host, options.port, done);
  };
  https.Agent.prototype.createConnection = function createConnection(options, done) {
    if (options.socketPath || isLocal(options.host)) {
      return secure.call(this, options, done);
    }
    return tunnel(options.host, options.port, (error, socket) =>
      error ? done(error) : done(null, secure.call(this, { ...options, socket })),
    );
  };
}

// What makes connections for fetch is loaded with it, when it is first used, because most scripts never use it. It then asks whether there
// is one already, and so does a copy of undici that a script brings along. What is asked for while fetch is being loaded cannot be made
// yet; it takes the place of fetch's own directly after.
function routeFetch() {
  const fetch = globalThis.fetch;
  globalThis.fetch = (...request) => {
    takeFetch();
    return fetch(...request);
  };
  Object.defineProperty(globalThis, FETCH, {
    configurable: true,
    get() {
      delete globalThis[FETCH];
      void globalThis.Response;
      if (globalThis[FETCH] === undefined) {
        queueMicrotask(takeFetch);
      } else {
        takeFetch();
      }
      return globalThis[FETCH];
    },
    set(value) {
      Object.defineProperty(globalThis, FETCH, { value, writable: true, configurable: true });
    },
  });
}

function takeFetch() {
  const Agent = globalThis[FETCH]?.constructor;
  // Another kind is what the script has set itself.
  if (Agent?.name === 'Agent' && !isFetchTaken) {
    isFetchTaken = true;
    globalThis[FETCH] = new Agent({ connect: connectFetch });
  }
}

function connectFetch({ hostname, protocol, port, servername }, done) {
  const host = hostname.replace(/^\[|\]$/g, '');
  const isSecure = protocol === 'https:';
  const opened = (error, socket) => {
    if (error || !isSecure) {
      done(error, socket);
      return;
    }
    const secured = require('node:tls').connect({ socket, servername: servername || (net.isIP(host) ? '' : host), ALPNProtocols: ['http/1.1'] });
    secured.once('secureConnect', () => done(null, secured.off('error', done))).once('error', done);
  };
  const number = port || (isSecure ? 443 : 80);
  if (!isLocal(host)) {
    tunnel(host, number, opened);
    return;
  }
  const socket = net.connect({ host, port: number });
  socket.once('connect', () => opened(null, socket.off('error', opened))).once('error', opened);
}

if (require.main === module) {
  listen(() => fs.writeSync(1, '\n'));
} else {
  module.exports = { start };
}
