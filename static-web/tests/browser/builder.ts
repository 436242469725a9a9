import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** What the tests of the builder look for. */
export const node = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);
export const main = (page: Page) => page.getByRole("toolbar", { name: "Builder" });
export const editor = (page: Page, label: string) => page.getByRole("textbox", { name: label, exact: true });

/** Writes into an editor, once it has taken the place of the plain field, and replaces what it selected itself. */
export async function write(field: Locator, text: string): Promise<void> {
  await expect.poll(() => field.evaluate((element) => element.classList.contains("cm-content")), { timeout: 20_000 }).toBe(true);
  await field.click();
  await field.press("Control+a");
  await field.page().keyboard.insertText(text);
}

export const saved = (page: Page) => main(page).getByText("Draft saved").waitFor();

export async function createFlow(page: Page, id: string): Promise<void> {
  await page.goto("/flows");
  await page.getByRole("button", { name: "New flow" }).click();
  await page.getByPlaceholder("order-intake").fill(id);
  await page.getByRole("button", { name: "Create" }).click();
  await node(page, "start").waitFor();
}

export async function runHere(page: Page): Promise<void> {
  await main(page).getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }).click();
}
