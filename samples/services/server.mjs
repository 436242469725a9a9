#!/usr/bin/env node
// The services that the samples call: orders, items, credit checks, payments, reservations and reports, in memory, without dependencies.
// Usage: node samples/services/server.mjs [--port N] [--log FILE] [--with-parent]
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: { port: { type: "string", default: "7099" }, log: { type: "string" }, "with-parent": { type: "boolean" } },
});

const orders = {
  "A-1001": { customer: "Ada", country: "DE", lines: [line("CUP", 2), line("POT", 1), line("TEA", 3)] },
  "A-1002": { customer: "Grace", country: "US", lines: [line("POT", 20), line("CUP", 80)] },
};
const items = { CUP: { name: "Cup", price: 7.5 }, POT: { name: "Pot", price: 32 }, TEA: { name: "Tea", price: 4.25 } };

const reports = {
  sales: ["date,region,product,amount", ...sales()].join("\n") + "\n",
  returns: "date,region,product,amount\n2026-07-09,north,CUP,15\n2026-08-02,south,POT,32\n2026-09-21,north,TEA,4.25\n",
};

const answers = new Map(); // by idempotency key: what a repeated request is answered again
const failures = new Map(); // by order: how often its payment has failed
const held = new Map(); // by path: requests that wait for their release
let sequence = 0;

const routes = [
  ["GET", /^\/health$/, () => [200, { status: "ok" }]],
  ["GET", /^\/orders\/([^/]+)$/, ({ match: [, id] }) => found(orders[id] && { id, ...orders[id] }, `order ${id}`)],
  ["GET", /^\/items\/([^/]+)$/, ({ match: [, sku] }) => found(items[sku] && { sku, ...items[sku] }, `item ${sku}`)],
  ["GET", /^\/reports\/(sales|returns)\.csv$/, ({ match: [, name] }) => [200, reports[name]]],
  ["GET", /^\/echo$/, ({ headers }) => [200, headers]],
  ["GET", /^\/slow$/, async ({ query }) => {
    const ms = Number(query.get("ms") ?? 500);
    await new Promise((resolve) => setTimeout(resolve, ms));
    return [200, { ms }];
  }],
  ["POST", /^\/credit-checks$/, ({ body }) => [200, { customer: body.customer, approved: body.amount <= 5000 }]],
  ["POST", /^\/payments$/, pay],
  ["POST", /^\/reservations$/, ({ body }) =>
    body.sku in items ? [201, { id: next("R"), sku: body.sku }] : [409, { error: `${body.sku} is out of stock` }]],
  ["POST", /^\/backorders$/, ({ body }) => [201, { id: next("B"), sku: body.sku }]],
];

/** Fails the first `failFirst` times for an order, as a service under load would; then takes the money. */
function pay({ body }) {
  const failed = failures.get(body.orderId) ?? 0;
  if (failed < (body.failFirst ?? 0)) {
    failures.set(body.orderId, failed + 1);
    return [503, { error: "The payment provider is busy." }];
  }
  failures.delete(body.orderId);
  return [201, { id: next("P"), orderId: body.orderId, amount: body.amount }];
}

/** Ninety days of sales, the same each time. */
function* sales() {
  const [regions, products] = [["north", "south", "west"], Object.keys(items)];
  for (let day = 0; day < 90; day++) {
    const date = new Date(Date.UTC(2026, 6, 1 + day)).toISOString().slice(0, 10);
    const product = products[day % 3];
    yield `${date},${regions[Math.floor(day / 3) % 3]},${product},${items[product].price * (1 + (day % 5))}`;
  }
}

function line(sku, quantity) {
  return { sku, quantity };
}

function next(prefix) {
  return `${prefix}-${++sequence}`;
}

function found(value, what) {
  return value ? [200, value] : [404, { error: `There is no ${what}.` }];
}

/** One JSON line for each thing that happens, so that tests can count. */
function log(event, details) {
  const text = `${JSON.stringify({ event, ...details, at: new Date().toISOString() })}\n`;
  if (options.log) appendFileSync(options.log, text);
  process.stdout.write(text);
}

/** `POST /control/hold?path=P` makes requests to P wait until `POST /control/release?path=P`: a way to stop time in a test. */
function control(action, path) {
  if (action === "hold") held.set(path, held.get(path) ?? []);
  if (action === "release") {
    held.get(path)?.forEach((go) => go());
    held.delete(path);
  }
  return [204];
}

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : {};
}

async function answer(request, url, key) {
  if (key && answers.has(key)) return { ...answers.get(key), replayed: true };
  const route = routes.find(([method, path]) => method === request.method && path.test(url.pathname));
  if (!route) return { status: 404, body: { error: `${request.method} ${url.pathname} is not served here.` } };
  const body = await readBody(request);
  const [status, result] = await route[2]({ match: url.pathname.match(route[1]), query: url.searchParams, headers: request.headers, body });
  // A failure is not remembered: the next try shall have another chance.
  if (key && status < 500) answers.set(key, { status, body: result });
  return { status, body: result };
}

function send(response, { status, body, replayed = false }) {
  const isText = typeof body === "string";
  response.writeHead(status, {
    ...(body && { "Content-Type": isText ? "text/csv" : "application/json" }),
    ...(replayed && { "Idempotency-Replayed": "true" }),
  });
  response.end(isText ? body : body && JSON.stringify(body));
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  if (url.pathname.startsWith("/control/")) {
    const [status] = control(url.pathname.slice("/control/".length), url.searchParams.get("path"));
    return send(response, { status });
  }
  const key = request.headers["idempotency-key"];
  const details = { path: url.pathname, method: request.method, idempotencyKey: key ?? null };
  log("received", details);
  if (held.has(url.pathname)) {
    log("held", details);
    await new Promise((go) => held.get(url.pathname).push(go));
  }
  try {
    const result = await answer(request, url, key);
    log("answered", { ...details, status: result.status, replayed: result.replayed ?? false });
    send(response, result);
  } catch (error) {
    log("answered", { ...details, status: 400, replayed: false });
    send(response, { status: 400, body: { error: error.message } });
  }
});

server.listen(Number(options.port), "127.0.0.1", () =>
  log("listening", { url: `http://127.0.0.1:${server.address().port}` }),
);
process.on("SIGTERM", () => process.exit(0));
if (options["with-parent"]) {
  // The parent holds the other end of standard input, which closes when it is killed too. Ctrl+C reaches every process of a
  // terminal, but the parent's runs may still need these services.
  process.stdin.on("end", () => process.exit(0)).on("error", () => process.exit(0)).resume();
  process.on("SIGINT", () => {});
} else {
  process.on("SIGINT", () => process.exit(0));
}
