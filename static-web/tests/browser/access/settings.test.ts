import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, newId } from "../chromium";
import { askAsRoot, signIn, visit } from "./people";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

const row = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });
/** What narrow windows show in another place is there twice. */
const shown = (page: Page, line: string, text: string | RegExp) => row(page, line).getByText(text).filter({ visible: true }).first();

it("Members_AreAddedChangedAndRemoved", () =>
  visit(browser, async (page) => {
    const id = `main:${newId("somebody")}`;
    await signIn(page, "root", "/settings?tab=members");
    await page.getByRole("button", { name: "Add a member" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Id" }).fill(id);
    await dialog.getByRole("radio", { name: "Editor" }).check();
    await dialog.getByRole("textbox", { name: "Flows" }).fill("billing-*");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await shown(page, id, "Editor of billing-*").waitFor();

    await page.getByRole("button", { name: `More for ${id}` }).click();
    await page.getByRole("menuitem", { name: "Change the role…" }).click();
    await dialog.getByRole("radio", { name: "Viewer" }).check();
    await dialog.getByRole("checkbox", { name: "Decide approvals" }).check();
    await dialog.getByRole("button", { name: "Change", exact: true }).click();
    await shown(page, id, "Viewer of billing-*, decide approvals").waitFor();

    await page.getByRole("button", { name: `More for ${id}` }).click();
    await page.getByRole("menuitem", { name: "Remove…" }).click();
    await dialog.getByRole("button", { name: "Remove", exact: true }).click();
    await row(page, id).waitFor({ state: "detached" });
  }));

it("Key_IsShownOnceListedAndRevoked", () =>
  visit(browser, async (page) => {
    const name = newId("import");
    await signIn(page, "root", "/settings?tab=keys");
    await page.getByRole("button", { name: "New key" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByRole("button", { name: "Make the key" }).click();
    const key = (await dialog.getByLabel("The key").textContent()) ?? "";
    expect(key).toMatch(/^ff_/);
    const asKey = () =>
      fetch(new URL("/api/me", page.url()), { headers: { authorization: `Bearer ${key}` } }).then((answer) => answer.status);
    expect(await asKey()).toBe(200);
    await dialog.getByRole("button", { name: "I have it" }).click();
    await shown(page, name, "Viewer").waitFor();
    expect(await page.content()).not.toContain(key);
    await page.getByRole("button", { name: `Revoke ${name}` }).click();
    await dialog.getByRole("button", { name: "Revoke it" }).click();
    await row(page, name).waitFor({ state: "detached" });
    expect(await asKey()).toBe(401);
  }));

it("Limit_IsSetAndGoesBackToItsDefault", () =>
  visit(browser, async (page) => {
    const name = "Open runs";
    await signIn(page, "root", "/settings?tab=limits");
    await page.getByRole("button", { name: `Set ${name}`, exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").press("Control+a");
    await page.keyboard.type("321");
    await dialog.getByRole("button", { name: "Set it" }).click();
    await shown(page, name, /^321 /).waitFor();
    await shown(page, name, /Set by main:root/).waitFor();
    await page.getByRole("button", { name: `Default of ${name}`, exact: true }).click();
    await shown(page, name, /^The default$/).waitFor();
  }));

it("Limit_ThatSomebodyElseHasSet_IsShownBeforeItIsOverwritten", () =>
  visit(browser, async (page) => {
    const name = "Open streams";
    const path = "/api/limits/openStreams";
    await signIn(page, "root", "/settings?tab=limits");
    await page.getByRole("button", { name: `Set ${name}`, exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").press("Control+a");
    await page.keyboard.type("33");
    await askAsRoot("PUT", path, { value: 44 });
    await dialog.getByRole("button", { name: "Set it" }).click();
    await dialog.getByText("It is 44 streams now").waitFor();
    expect((await askAsRoot<{ limits: { name: string; value: number }[] }>("GET", "/api/limits")).limits).toContainEqual(
      expect.objectContaining({ name: "openStreams", value: 44 }),
    );
    await dialog.getByRole("button", { name: "Set it" }).click();
    await shown(page, name, /^33 /).waitFor();
    await askAsRoot("DELETE", path);
  }));

it("AuditLog_IsFilteredAndShowsWhatHasChanged", () =>
  visit(browser, async (page) => {
    const id = newId("audited");
    const flow = (value: number) => ({ id, steps: { start: { type: "transform", with: { value } } } });
    await askAsRoot("POST", "/api/flows", flow(1));
    await askAsRoot("PUT", `/api/flows/${id}/draft`, flow(2)).catch(() => undefined);
    await askAsRoot("POST", `/api/flows/${id}/publish`, {}).catch(() => undefined);
    await signIn(page, "root", "/settings?tab=audit");
    await page.getByRole("textbox", { name: "Of what" }).fill(id);
    await page.getByRole("textbox", { name: "What", exact: true }).fill("flow.create");
    await expect.poll(() => page.getByRole("row").filter({ hasText: id }).count()).toBe(1);
    await page.getByRole("button", { name: `More about flow.create ${id}` }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Step start").waitFor();
    await page.keyboard.press("Escape");
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export" }).click();
    expect((await downloading).suggestedFilename()).toBe("audit.ndjson");
    await page.getByRole("textbox", { name: "Of what" }).fill("nothing-is-called-so");
    await page.getByText("Nothing fits").waitFor();
  }));

it("Settings_OfAViewer_SayWhatTheyTake", () =>
  visit(browser, async (page) => {
    await signIn(page, "vera", "/settings?tab=keys");
    await page.getByText("API keys cannot be shown to you").waitFor();
    await page.getByText(/This takes the role admin\. You are viewer here/).waitFor();
  }));
