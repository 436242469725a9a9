import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launch } from "../chromium";
import { seriousFaults, windows } from "../faults";
import { askAsRoot, visit } from "./people";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
  await askAsRoot("PUT", "/api/members/main:nora", { role: "editor", flows: "billing-*" });
});

afterAll(async () => {
  await browser.close();
});

const pages = [
  ["/settings?tab=members", "tbody tr"],
  ["/settings?tab=keys", "text=New key"],
  ["/settings?tab=limits", "tbody tr"],
  ["/settings?tab=audit", "tbody tr"],
] as const;

async function expectNoFault(page: Page): Promise<void> {
  expect(await seriousFaults(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
}

describe.each(windows)("looks in $width × $height, dark $dark", (shape) => {
  it("TheWayInAndSettings_HaveNoSeriousFaultAndDoNotScrollSideways", () =>
    visit(
      browser,
      async (page) => {
        await page.goto("/flows");
        await page.getByRole("button", { name: "Use an API key instead" }).click();
        await expectNoFault(page);
        await picture(page, shape, "sign-in");
        await page.getByLabel(/^API key/).fill(inject("key"));
        await page.getByRole("button", { name: "Sign in with the key" }).click();
        await page.getByRole("button", { name: /^You: / }).click();
        await page.getByRole("menuitem", { name: "Sign out" }).waitFor();
        await picture(page, shape, "menu");
        for (const [path, ready] of pages) {
          await page.goto(path);
          await page.locator(ready).first().waitFor();
          await expectNoFault(page);
          await picture(page, shape, path.split("=")[1] ?? "");
        }
      },
      shape,
    ));
});

/** For people to look at: only where FLOW_PICTURES names a folder. */
async function picture(page: Page, { width, dark }: { readonly width: number; readonly dark: boolean }, name: string): Promise<void> {
  const folder = process.env.FLOW_PICTURES;
  if (folder) await page.screenshot({ path: `${folder}/${name}-${width}${dark ? "-dark" : ""}.png` });
}
