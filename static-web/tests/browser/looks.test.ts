import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, launch } from "./chromium";
import { seriousFaults, windows } from "./faults";
import { visit } from "./visit";

let browser: Browser;
let runId: string;

beforeAll(async () => {
  browser = await launch();
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
