import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, launch, type Window } from "./chromium";
import { visit } from "./visit";

/** What axe says of a page; only what the test reads. */
interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

const windows: readonly Window[] = [
  { width: 1280, height: 800, dark: false },
  { width: 1280, height: 800, dark: true },
  { width: 390, height: 844, dark: false },
  { width: 390, height: 844, dark: true },
];

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

let browser: Browser;
let axe: string;
let runId: string;

beforeAll(async () => {
  browser = await launch();
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  ({ id: runId } = await ask<{ id: string }>("POST", "/api/flows/diamond/runs?wait=20s", { n: 1 }));
});

afterAll(async () => {
  await browser.close();
});

const pages = [
  ["Flows", () => "/flows", "h1"],
  ["Builder", () => "/flows/diamond", ".react-flow__node"],
  ["Runs", () => "/runs", "tbody tr"],
  ["Files", () => "/files?path=csv-report/aggregate.py", ".cm-content"],
  ["Run", () => `/runs/${runId}`, ".react-flow__node"],
  ["Schedules", () => "/schedules", "tbody tr"],
  ["Webhooks", () => "/schedules?tab=webhooks", "tbody tr"],
  ["Queues", () => "/schedules?tab=queues", "tbody tr"],
  ["Secrets", () => "/secrets", "[role=tabpanel]"],
  ["Settings", () => "/settings", "h2"],
] as const;

describe.each(windows)("looks in $width × $height, dark $dark", (shape) => {
  it.each(pages)("%s_HasNoSeriousFaultAndDoesNotScrollSideways", (_, path, ready) =>
    visit(
      browser,
      async (page) => {
        await page.goto(path());
        await page.locator(ready).first().waitFor();
        expect(await seriousFaults(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      },
      shape,
    ),
  );
});

async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(
    (runOnly) =>
      (window as unknown as { axe: { run: (root: Document, options: object) => Promise<{ violations: Violation[] }> } }).axe
        .run(document, { runOnly })
        .then((result) => result.violations),
    tags,
  );
  return found
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`);
}
