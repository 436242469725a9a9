// Measures the builder with large flows, in front of a running app: FLOW_API=http://127.0.0.1:7071 npm run measure
import { setTimeout } from "node:timers/promises";
import { askAt, launch, siteOf } from "./chromium.mjs";

const site = siteOf();
const ask = (method, path, body) => askAt(site, method, path, body);
const shape = { baseURL: site, viewport: { width: 1280, height: 800 } };
const rounds = 5;
const frameLimit = 20;

const browser = await launch();
const results = [];
try {
  await opening("first builder paint, cold cache", "diamond", 1500);
  await opening("500 steps open, cold cache", await makeFlow(500), 1000);
  await moving(500, "pan");
  await moving(500, "drag");
  await moving(500, "drag beyond the edge");
  await live(500);
  await opening("2,000 steps open, cold cache", await makeFlow(2000), Infinity);
  await moving(2000, "pan");
} finally {
  await browser.close();
}
console.table(results);
if (results.some((one) => one.ok === "no")) process.exitCode = 1;

function report(what, measured, ok) {
  results.push({ what, measured, ok: ok === undefined ? "" : ok ? "yes" : "no" });
}

/** Chains of 25 steps side by side, after a first step that waits for an approval. */
async function makeFlow(count) {
  const id = `measure-${count}`;
  const steps = { gate: { type: "approval", with: { title: "Begin?" } } };
  const edges = [];
  for (let i = 0; i < count - 1; i++) {
    steps[`s${i}`] = { type: "transform", with: { value: i } };
    edges.push(i % 25 === 0 ? { from: "gate", port: "approved", to: `s${i}` } : { from: `s${i - 1}`, to: `s${i}` });
  }
  await ask("DELETE", `/api/flows/${id}`).catch(() => undefined);
  await ask("POST", "/api/flows", { id, steps, edges });
  return id;
}

/** From the start of the navigation until the first frame with a step in it was drawn; median of the rounds. */
async function opening(what, flow, limit) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const context = await browser.newContext(shape);
    const page = await context.newPage();
    await page.addInitScript(() => {
      const seen = new MutationObserver(() => {
        if (!document.querySelector(".react-flow__node")) return;
        seen.disconnect();
        requestAnimationFrame(() => setTimeout(() => (window.firstStep = performance.now())));
      });
      seen.observe(document, { childList: true, subtree: true });
    });
    await page.goto(`/flows/${flow}`);
    times.push(await (await page.waitForFunction(() => window.firstStep)).jsonValue());
    await context.close();
  }
  const middle = times.sort((a, b) => a - b)[Math.floor(rounds / 2)];
  report(what, `${times.map((time) => time.toFixed(0)).join(", ")} ms`, middle < limit);
}

/** The browser's own trace while the canvas is panned, or a step is dragged: the first one, to the right; to the left the canvas has to scroll along. */
async function moving(count, how) {
  const context = await browser.newContext(shape);
  const page = await context.newPage();
  await page.goto(`/flows/measure-${count}`);
  const step = page.locator(".react-flow__node").first();
  await step.waitFor();
  const box = await step.boundingBox();
  const direction = how === "drag" ? 1 : -1;
  const from = how === "pan" ? await page.evaluate(emptyPlace) : { x: box.x + 80, y: box.y + 20 };
  await browser.startTracing(page, {
    categories: ["devtools.timeline", "disabled-by-default-devtools.timeline", "disabled-by-default-devtools.timeline.frame"],
  });
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  // 125 times a second, as mice do. Who waits for each move to be handled misses frames that the page would have drawn.
  const moves = [];
  for (let i = 1; i <= 300; i++) {
    moves.push(page.mouse.move(from.x + direction * 1.2 * i, from.y + 40 * Math.sin(i / 25)));
    await setTimeout(8);
  }
  await Promise.all(moves);
  await page.mouse.up();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  await context.close();
  const gaps = frames(traceEvents);
  const good = gaps.filter((gap) => gap < frameLimit).length / gaps.length;
  const work = mainThread(traceEvents);
  report(
    `${count} steps, ${how}: frames below ${frameLimit} ms`,
    `${(100 * good).toFixed(1)} % of ${gaps.length}`,
    count > 500 || how.endsWith("edge") ? undefined : good >= 0.95,
  );
  report(`${count} steps, ${how}: script, style and layout for a frame`, `${(work / gaps.length).toFixed(1)} ms`);
}

/** Where a press takes the canvas and not a step. */
function emptyPlace() {
  const { left, right, top, bottom } = document.querySelector(".react-flow__pane").getBoundingClientRect();
  for (let x = right - 40; x > left; x -= 20)
    for (let y = (top + bottom) / 2; y < bottom; y += 20) {
      if (document.elementFromPoint(x, y).classList.contains("react-flow__pane")) return { x, y };
    }
}

/** The time between the display's ticks that the page had a new picture for, in ms. */
function frames(events) {
  const begun = new Map();
  const ticks = new Map();
  for (const event of events.filter((event) => event.name === "PipelineReporter").sort((a, b) => a.ts - b.ts)) {
    const key = event.id2.local;
    if (event.ph === "b") begun.set(key, event);
    else if (begun.get(key)?.args.frame_reporter.state === "STATE_PRESENTED_ALL")
      ticks.set(begun.get(key).args.frame_reporter.frame_sequence, begun.get(key).ts / 1000);
  }
  const times = [...ticks.values()].sort((a, b) => a - b);
  return times.slice(1).map((time, i) => time - times[i]);
}

/** The time of the page's own thread without painting, in ms. */
function mainThread(events) {
  const names = new Set(["FunctionCall", "UpdateLayoutTree", "Layout"]);
  return events.filter((event) => names.has(event.name)).reduce((sum, event) => sum + (event.dur ?? 0), 0) / 1000;
}

/** A run that goes through all steps while it is watched: at the end the canvas shows what the app says. */
async function live(count) {
  const run = await ask("POST", `/api/flows/measure-${count}/runs`, {});
  const context = await browser.newContext(shape);
  const page = await context.newPage();
  await page.goto(`/runs/${run.id}`);
  await page.locator(".react-flow__node").first().waitFor();
  await page.getByRole("button", { name: "Fit View" }).click();
  const began = performance.now();
  await page.getByRole("button", { name: "Approve" }).click();
  await page.waitForFunction((all) => document.querySelectorAll(".react-flow__node [data-phase=succeeded]").length === all, count, {
    timeout: 60_000,
  });
  report(`live run of ${count} steps: all states shown`, `${(performance.now() - began).toFixed(0)} ms after the approval`, true);
  await context.close();
}
