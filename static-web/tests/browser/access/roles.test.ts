import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { main, node } from "../builder";
import { launch, newId } from "../chromium";
import { askAsRoot, openMenu, signIn, visit } from "./people";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

const flow = (id: string) => ({ id, steps: { start: { type: "transform", with: { value: 1 } } } });

/** The button does nothing, and says why. */
async function expectRefused(page: Page, name: string, why: RegExp): Promise<void> {
  const button = page.getByRole("button", { name, exact: true });
  await expect.poll(() => button.getAttribute("aria-disabled")).toBe("true");
  expect(await button.evaluate((element) => element.hasAttribute("disabled"))).toBe(false);
  await button.hover();
  await page.getByRole("tooltip").getByText(why).waitFor();
  await button.click({ force: true });
  expect(await page.getByRole("dialog").count()).toBe(0);
}

it("Viewer_SeesFlows_AndIsToldWhichRoleChangesThem", () =>
  visit(browser, async (page) => {
    const id = newId("seen");
    await askAsRoot("POST", "/api/flows", flow(id));
    await signIn(page, "vera");
    await expectRefused(page, "New flow", /takes the role editor\. You are viewer here/);
    await page.goto(`/flows/${id}`);
    await node(page, "start").waitFor();
    await main(page).getByText("Read only").waitFor();
    await expectRefused(page, "Run", /takes the role operator/);
    await expectRefused(page, "Publish", /takes the role editor/);
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("Mine");
    await page.getByText("That is not possible").first().waitFor();
    await page.goto("/secrets");
    await page.getByText("You may not do this").waitFor();
    await page.getByText(/which the role editor has/).waitFor();
  }));

it("Operator_StartsRunsButChangesNothing", () =>
  visit(browser, async (page) => {
    const id = newId("operated");
    await askAsRoot("POST", "/api/flows", flow(id));
    await signIn(page, "olaf", `/flows/${id}`);
    await node(page, "start").waitFor();
    await main(page).getByRole("button", { name: "Run", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }).click();
    await node(page, "start")
      .getByText(/succeeded/)
      .waitFor();
    await expectRefused(page, "Publish", /takes the role editor\. You are operator here/);
  }));

it("RoleOfSomeFlows_IsThatOfTheFlow", () =>
  visit(browser, async (page) => {
    const [own, other] = [newId("billing"), newId("other")];
    await askAsRoot("POST", "/api/flows", flow(own));
    await askAsRoot("POST", "/api/flows", flow(other));
    await askAsRoot("PUT", "/api/members/main:nora", { role: "viewer" }, "default");
    await askAsRoot("PUT", "/api/members/main:nora", { role: "editor", flows: "billing-*" });
    await signIn(page, "nora", `/flows/${own}`);
    await node(page, "start").waitFor();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("Mine");
    await main(page).getByText("Draft saved").waitFor();
    await page.goto("/flows");
    await page.getByRole("link", { name: own }).waitFor();
    expect(await page.getByRole("link", { name: other }).count()).toBe(0);
    await page.goto(`/flows/${other}`);
    await page.getByText("You may not do this").waitFor();
  }));

it("Workspaces_OfSomebodyWithTwo_AreChangedInTheMenu", () =>
  visit(browser, async (page) => {
    const id = newId("north");
    await askAsRoot("POST", "/api/flows", flow(id), "north");
    await askAsRoot("PUT", "/api/members/main:ada", { role: "viewer" }, "north");
    await signIn(page, "ada");
    expect(await page.getByRole("link", { name: id }).count()).toBe(0);
    await openMenu(page, "ada");
    await page.getByRole("menuitem", { name: "north" }).click();
    await page.getByRole("link", { name: id }).waitFor();
    await expectRefused(page, "New flow", /You are viewer here\. Ask an admin of the workspace north/);
    await openMenu(page, "ada");
    await page.getByRole("menuitem", { name: "default" }).click();
    await expect.poll(() => page.getByRole("button", { name: "New flow" }).getAttribute("aria-disabled")).toBeNull();
  }));
