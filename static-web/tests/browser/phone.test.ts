import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createFlow, editor, main, node, runHere, saved, write } from "./builder";
import { launch, newId } from "./chromium";
import { visit as visitIn } from "./visit";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

const visit = (test: (page: Page) => Promise<void>) => visitIn(browser, test, { width: 390, height: 844, dark: false });

async function add(page: Page, type: string): Promise<void> {
  await main(page).getByRole("button", { name: "Add a step" }).click();
  await page.getByRole("option", { name: type, exact: true }).click();
}

const closeSettings = (page: Page) => page.getByRole("dialog", { name: "Settings" }).locator("header").getByRole("button").click();

it("Flow_DrawnRunAndRepairedOnAPhone_Succeeds", () =>
  visit(async (page) => {
    await createFlow(page, newId("phone"));
    await node(page, "start").click();
    await add(page, "Transform");
    await write(editor(page, "Value"), "{{ steps.start.output.items.map(i => i) }}");
    await closeSettings(page);
    await add(page, "Transform");
    await write(editor(page, "Value"), "{{ steps.transform.output }}");
    await closeSettings(page);
    await saved(page);
    await runHere(page);
    await page.getByRole("button", { name: "Show transform", exact: true }).click();
    await write(editor(page, "Value"), "{{ steps.start.output.items ?? [] }}");
    await closeSettings(page);
    await runHere(page);
    await page.getByRole("status").getByText("Succeeded").waitFor();
  }));

it("SettingsOfTheFlow_OnAPhone_AreReachedAndTakeATrigger", () =>
  visit(async (page) => {
    await createFlow(page, newId("phone"));
    await main(page).getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Flow and triggers" }).click();
    await page.getByRole("button", { name: "Add a trigger" }).click();
    await page.getByRole("menuitem", { name: "Schedule" }).click();
    await page
      .getByRole("button", { name: /Schedule/ })
      .first()
      .waitFor();
    await closeSettings(page);
    await saved(page);
  }));

it("Flow_OpenedOnAPhone_BeginsInTheMiddleOfTheCanvas", () =>
  visit(async (page) => {
    await page.goto("/flows/order-intake");
    await node(page, "order").waitFor();
    const [step, canvas] = await Promise.all([
      node(page, "order").boundingBox(),
      page.getByRole("application", { name: "Flow" }).boundingBox(),
    ]);
    if (!step || !canvas) throw new Error("The flow is not shown.");
    expect(Math.abs(step.y + step.height / 2 - canvas.y - canvas.height / 2)).toBeLessThan(100);
    expect(step.x).toBeGreaterThan(canvas.x);
    expect(step.x + step.width).toBeLessThan(canvas.x + canvas.width);
  }));

it.each(["/flows", "/flows/order-intake", "/runs", "/schedules", "/files", "/secrets", "/settings", "/settings?tab=limits"])(
  "Controls_OnAPhoneAt_%s_AreLargeEnoughToTouch",
  (path) =>
    visit(async (page) => {
      await page.goto(path);
      await page.locator("tbody tr, [role=treeitem], .react-flow__node, h2").first().waitFor();
      expect(await tooSmall(page)).toEqual([]);
    }),
);

it("AddressOfWhatIsMissing_LeadsToWhatIsThere", () =>
  visit(async (page) => {
    await page.goto("/flows/there-is-no-such-flow");
    await page.getByText("There is no flow there-is-no-such-flow").waitFor();
    await page.goto("/runs/there-is-no-such-run");
    await page.getByRole("link", { name: "To the runs" }).click();
    await page.getByRole("heading", { name: "Runs" }).waitFor();
  }));

/** The buttons and fields of a page that a finger may miss. */
function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, [role=tab], input:not([type=radio], [type=checkbox], [type=file])")]
      .map((element) => ({ box: element.getBoundingClientRect(), name: element.getAttribute("aria-label") ?? element.textContent }))
      .filter(({ box }) => box.width > 1 && Math.round(box.height) < 40)
      .map(({ box, name }) => `${name}: ${Math.round(box.width)} × ${Math.round(box.height)}`),
  );
}
