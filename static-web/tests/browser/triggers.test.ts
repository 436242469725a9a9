import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { node } from "./builder";
import { launch } from "./chromium";
import { visit as visitIn } from "./visit";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

const visit = <T>(test: (page: Page) => Promise<T>) => visitIn(browser, test);
const menuOf = (page: Page, flow: string) =>
  page
    .getByRole("row")
    .filter({ hasText: flow })
    .getByRole("button", { name: /More for/ });

describe("triggers", () => {
  it("Schedule_LookedAt_ShowsItsNextTimesInItsZone", () =>
    visit(async (page) => {
      await page.goto("/schedules");
      await menuOf(page, "nightly").first().click();
      await page.getByRole("menuitem", { name: /times/i }).click();
      const dialog = page.getByRole("dialog", { name: /Next 20 times/ });
      await dialog.getByRole("columnheader", { name: "Europe/Berlin" }).waitFor();
      const rows = dialog.locator("tbody tr");
      expect(await rows.count()).toBe(20);
      for (const row of await rows.all()) expect(await row.locator("td").first().textContent()).toMatch(/^\d{4}-\d\d-\d\d 0[23]:\d\d/);
    }));

  it("Webhook_CapturedAtATestAddress_IsReplayedAsARun", () =>
    visit(async (page) => {
      await page.goto("/schedules?tab=webhooks");
      await menuOf(page, "github-webhook").first().click();
      await page.getByRole("menuitem", { name: "Test address and requests" }).click();
      const dialog = page.getByRole("dialog", { name: /Test requests of/ });
      await dialog.getByRole("button", { name: "Make a test address" }).click();
      const address = (await dialog.locator("code").first().textContent()) ?? "";
      const body = await readFile(new URL("../../../samples/github-webhook/push.json", import.meta.url));
      const answer = await fetch(address, {
        method: "POST",
        headers: { "content-type": "application/json", "x-github-event": "push" },
        body,
        signal: AbortSignal.timeout(20_000),
      });
      expect(answer.ok).toBe(true);
      await dialog.getByRole("button", { name: /POST/ }).first().click();
      await dialog.getByText("octo-org/shop").first().waitFor();
      await dialog.getByRole("button", { name: "Replay" }).click();
      await page.waitForURL(/\/runs\//);
      await node(page, "digest")
        .getByText(/succeeded/)
        .waitFor();
    }));
});
