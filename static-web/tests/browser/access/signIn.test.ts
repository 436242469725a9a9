import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, it } from "vitest";
import { createFlow, main, node, runHere, saved } from "../builder";
import { launch, newId } from "../chromium";
import { askAsRoot, choose, control, openMenu, signIn, visit } from "./people";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterEach(() => control());

afterAll(async () => {
  await browser.close();
});

const transform = (id: string) => ({ id, steps: { start: { type: "transform", with: { value: 1 } } } });
const rename = (page: Page, name: string) => page.getByRole("textbox", { name: "Name", exact: true }).fill(name);

/** The token has ended, and the provider gives no other: the page notices with its next request. */
async function loseSession(page: Page): Promise<void> {
  await node(page, "start").waitFor();
  await control({ refusesRenewal: true });
  await page.evaluate(() => {
    const later = Date.now() + 3_600_000;
    Date.now = () => later;
  });
}

it("SignIn_AtTheProvider_LeadsToThePageThatWasAskedFor_ToDrawPublishAndRun", () =>
  visit(browser, async (page) => {
    const id = newId("signed");
    await signIn(page, "ada", "/runs?status=Failed");
    expect(new URL(page.url()).search).toBe("?status=Failed");
    await createFlow(page, id);
    await rename(page, "Signed in");
    await saved(page);
    await main(page).getByRole("button", { name: "Publish" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
    await page.getByText(/Version \d+ is published/).waitFor();
    await runHere(page);
    await node(page, "start")
      .getByText(/succeeded/)
      .waitFor();
    const versions = await askAsRoot<{ items: { createdBy?: string }[] }>("GET", `/api/flows/${id}/versions`);
    expect(versions.items.length).toBeGreaterThan(0);
  }));

it("Session_LostWhileEditing_GoesOnAfterSigningInAgainInAnotherWindow", () =>
  visit(browser, async (page, context) => {
    const id = newId("lost");
    await askAsRoot("POST", "/api/flows", transform(id));
    await signIn(page, "ada", `/flows/${id}`);
    await loseSession(page);
    await rename(page, "Typed while signed out");
    await page.getByText("You have been signed out.").waitFor();
    await main(page).getByText("Signed out, kept here").waitFor();
    await control();
    const opening = context.waitForEvent("page");
    await page.getByRole("button", { name: "Sign in again" }).click();
    const popup = await opening;
    const closing = popup.waitForEvent("close");
    await choose(popup, "ada");
    await closing;
    await saved(page);
    expect(await page.getByText("You have been signed out.").count()).toBe(0);
    const draft = await askAsRoot<{ document: { name: string } }>("GET", `/api/flows/${id}/draft`);
    expect(draft.document.name).toBe("Typed while signed out");
  }));

it("Session_LostAndThePageLoadedAnew_BringsTheDraftBack", () =>
  visit(browser, async (page) => {
    const id = newId("kept");
    await askAsRoot("POST", "/api/flows", transform(id));
    await signIn(page, "ada", `/flows/${id}`);
    await loseSession(page);
    await rename(page, "Typed before the page went");
    await page.getByText("You have been signed out.").waitFor();
    await main(page).getByText("Signed out, kept here").waitFor();
    await control();
    page.on("dialog", (dialog) => void dialog.accept());
    await page.evaluate(() => {
      window.open = () => null;
    });
    await page.getByRole("button", { name: "Sign in again" }).click();
    await choose(page, "ada");
    await page.waitForURL(`**/flows/${id}`);
    await saved(page);
    const draft = await askAsRoot<{ document: { name: string } }>("GET", `/api/flows/${id}/draft`);
    expect(draft.document.name).toBe("Typed before the page went");
  }));

it("Token_ThatTheAppRefuses_IsRenewedOnceAndUnnoticed", () =>
  visit(browser, async (page) => {
    await signIn(page, "ada");
    const before = await control();
    await page.evaluate(() => {
      const session = JSON.parse(sessionStorage.getItem("flow.session") ?? "{}") as object;
      sessionStorage.setItem("flow.session", JSON.stringify({ ...session, token: "refused.by.everybody" }));
    });
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Flows" }).waitFor();
    await page.getByRole("button", { name: "You: ada" }).waitFor();
    expect((await control()).renewed).toBe(before.renewed + 1);
  }));

it("Answer_OfASignInThatNobodyBegan_IsRefused", () =>
  visit(browser, async (page) => {
    await page.goto("/sign-in?code=stolen&state=foreign");
    await page.getByText("No sign-in was begun in this tab").waitFor();
    await page.getByRole("button", { name: /^Sign in with main/ }).click();
    await page.getByRole("link", { name: "Sign in as ada" }).waitFor();
    const { state } = Object.fromEntries(new URL(page.url()).searchParams) as { state: string };
    await page.goto(`${inject("site")}/sign-in?code=stolen&state=${state.slice(1)}x`);
    await page.getByText("This answer does not belong to a sign-in that was begun in this tab.").waitFor();
  }));

it("SignOut_TakesTheSessionBackAndForgetsIt", () =>
  visit(browser, async (page) => {
    await signIn(page, "ada");
    const before = await control();
    await openMenu(page, "ada");
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("button", { name: /^Sign in with main/ }).waitFor();
    const after = await control();
    expect([after.revoked, after.signedOut]).toEqual([before.revoked + 1, before.signedOut + 1]);
    expect(await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith("flow.session")))).toEqual([]);
    await page.goto("/flows");
    await page.getByRole("button", { name: /^Sign in with main/ }).waitFor();
  }));

it("Key_SignsInForTheTab_AndAWrongOneSaysWhy", () =>
  visit(browser, async (page, context) => {
    await page.goto("/flows");
    await page.getByRole("button", { name: "Use an API key instead" }).click();
    const field = page.getByLabel(/^API key/);
    await field.fill("ff_wrong");
    await page.getByRole("button", { name: "Sign in with the key" }).click();
    await page.getByText("The API key is unknown, revoked or past its end.").waitFor();
    await field.fill(inject("key"));
    await page.getByRole("button", { name: "Sign in with the key" }).click();
    await page.getByRole("heading", { level: 1, name: "Flows" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Flows" }).waitFor();
    const other = await context.newPage();
    await other.goto("/flows");
    await other.getByRole("button", { name: "Use an API key instead" }).waitFor();
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain(inject("key"));
  }));
