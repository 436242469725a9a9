import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, launch, newId, openWindow } from "./chromium";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

async function visit<T>(test: (page: Page) => Promise<T>): Promise<T> {
  const { context, page, errors } = await openWindow(browser);
  try {
    const result = await test(page);
    expect(errors).toEqual([]);
    return result;
  } finally {
    await context.close();
  }
}

const row = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });
const pick = async (page: Page, id: string, item: string) => {
  await page.getByRole("button", { name: `More for ${id}`, exact: true }).click();
  await page.getByRole("menuitem", { name: item }).click();
};
const withTrigger = (id: string, triggers: object) => ({
  id,
  triggers,
  steps: { a: { type: "transform", with: { value: "{{ input }}" } } },
});

describe("pages", () => {
  it("Schedule_IsPausedFiredPreviewedAndBackfilled", async () => {
    const id = newId("sched");
    await ask("POST", "/api/flows", withTrigger(id, { daily: { type: "schedule", cron: "0 2 * * *", timeZone: "Europe/Berlin" } }));
    await visit(async (page) => {
      await page.goto("/schedules");
      const line = row(page, id);
      await line.getByText("At 02:00, every day").waitFor();
      await line.getByText("No run yet").last().waitFor();

      await pick(page, `${id}.daily`, "Next times");
      await expect.poll(() => page.getByRole("dialog").getByRole("row").count()).toBe(21);
      await page.keyboard.press("Escape");

      await pick(page, `${id}.daily`, "Pause…");
      await page.getByLabel("Why?").fill("Stocktaking");
      await page.getByRole("button", { name: "Pause it" }).click();
      await line.getByText("Paused", { exact: true }).waitFor();
      await pick(page, `${id}.daily`, "Resume");
      await line.getByText("Active", { exact: true }).waitFor();

      await pick(page, `${id}.daily`, "Backfill…");
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: "Count the times" }).click();
      await dialog.getByText("1 times in the window, 0 have a run already.").waitFor();
      await dialog.getByRole("button", { name: "Start 1 run" }).click();
      await dialog.getByText("1 started, 0 had a run already, 0 failed, 0 left.").waitFor();
      await dialog.getByRole("button", { name: "Close", exact: true }).last().click();

      await pick(page, `${id}.daily`, "Fire now");
      await page.waitForURL("**/runs/**");
    });
    const runs = await ask<{ items: unknown[] }>("GET", `/api/runs?flow=${id}`);
    expect(runs.items).toHaveLength(2);
  });

  it("Webhook_RequestIsCapturedReplayedAndUsedInTheBuilder", async () => {
    const id = newId("hook");
    await ask("POST", "/api/flows", withTrigger(id, { hook: { type: "webhook", path: id, input: { n: "{{ trigger.body.n * 2 }}" } } }));
    await visit(async (page) => {
      await page.goto("/schedules?tab=webhooks");
      await row(page, id).getByText("Anybody who knows the address").waitFor();
      await pick(page, `${id}.hook`, "Test address and requests");
      const dialog = page.getByRole("dialog");
      await dialog.getByText("No requests yet.").waitFor();
      await dialog.getByRole("button", { name: "Make a test address" }).click();
      const address = (await dialog.locator("code").first().textContent()) ?? "";
      const path = new URL(address).pathname;
      await fetch(new URL(path, process.env.FLOW_API), {
        method: "POST",
        headers: { "content-type": "application/json", "x-shop": "north" },
        body: '{"n":21}',
      });
      await dialog.getByRole("button", { name: /POST/ }).click();
      await dialog.getByText("north").waitFor();
      await dialog.getByText('"n": 21').waitFor();
      await dialog.getByRole("button", { name: "Use as data in the builder" }).click();
      await page.waitForURL(`**/flows/${id}`);
      await page.locator('.react-flow__node[data-id="a"]').click();
      // Until the editor has been loaded a plain field stands there, and gives way with its focus.
      await page.locator(".cm-editor").getByRole("textbox", { name: "Value", exact: true }).click();
      await page.getByText(/^= \{\s*"?n"?: ?42\s*\}$/).waitFor();

      await page.goto("/schedules?tab=webhooks");
      await pick(page, `${id}.hook`, "Test address and requests");
      await page.getByRole("dialog").getByRole("button", { name: /POST/ }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Replay" }).click();
      await page.waitForURL("**/runs/**");
    });
    const runs = await ask<{ items: { output?: unknown }[] }>("GET", `/api/runs?flow=${id}`);
    expect(runs.items).toHaveLength(1);
  });

  it("Queue_IsFiredWithABody", async () => {
    const id = newId("queue");
    await ask("POST", "/api/flows", withTrigger(id, { work: { type: "queue", queue: id } }));
    await visit(async (page) => {
      await page.goto("/schedules?tab=queues");
      await pick(page, `${id}.work`, "Fire now");
      const body = page.getByRole("textbox", { name: "Body", exact: true });
      await body.fill('{"n":1}');
      await page.getByRole("button", { name: "Fire", exact: true }).click();
      await page.waitForURL("**/runs/**");
    });
  });

  it("Schedule_MadeInTheBuilder_ShowsItsTimesAndItsProblems", async () => {
    const id = newId("form");
    await ask("POST", "/api/flows", withTrigger(id, {}));
    await visit(async (page) => {
      await page.goto(`/flows/${id}`);
      const panel = page.getByRole("region", { name: "Triggers" });
      await panel.getByRole("button", { name: "Add a trigger" }).click();
      await page.getByRole("menuitem", { name: "Schedule" }).click();
      const cron = panel.getByRole("textbox", { name: "Cron" });
      await cron.fill("30 9 * * MON-FRI");
      await panel.getByText("at 09:30, on Monday to Friday").waitFor();
      await expect.poll(() => panel.getByRole("status", { name: "Next times" }).locator("time").count()).toBe(5);
      await panel.getByRole("combobox", { name: "Time zone" }).fill("Berlin");
      await page.getByRole("option", { name: "Europe/Berlin" }).click();
      await cron.fill("30 25 * * *");
      await expect.poll(() => panel.getByText(/hour/i).count()).toBeGreaterThanOrEqual(2);
      await cron.fill("30 9 * * *");
      await page.getByRole("toolbar", { name: "Builder" }).getByText("Draft saved").waitFor();
    });
    const draft = await ask<{ document: { triggers: object } }>("GET", `/api/flows/${id}/draft`);
    expect(draft.document.triggers).toEqual({ schedule: { type: "schedule", cron: "30 9 * * *", timeZone: "Europe/Berlin" } });
  });

  it("Webhook_MadeInTheBuilder_OffersSecretsAndMapsItsInput", async () => {
    const id = newId("form");
    const secret = `KEY_${id.replaceAll("-", "_")}`;
    await ask("PUT", `/api/secrets/${secret}`, { value: "of no use to anybody" });
    await ask("POST", "/api/flows", withTrigger(id, {}));
    await visit(async (page) => {
      await page.goto(`/flows/${id}`);
      const panel = page.getByRole("region", { name: "Triggers" });
      await panel.getByRole("button", { name: "Add a trigger" }).click();
      await page.getByRole("menuitem", { name: "Webhook" }).click();
      await panel.getByRole("button", { name: "Set" }).first().click();
      await panel.getByRole("combobox", { name: "Type" }).click();
      await page.getByRole("option", { name: "apiKey" }).click();
      await panel.getByRole("combobox", { name: "Secret" }).fill(secret);
      await page.getByRole("option", { name: secret }).click();
      await panel.getByRole("textbox", { name: "Input", exact: true }).fill("{{ trigger.body.order }}");
      await page.getByRole("toolbar", { name: "Builder" }).getByText("Draft saved").waitFor();
    });
    const draft = await ask<{ document: { triggers: object } }>("GET", `/api/flows/${id}/draft`);
    expect(draft.document.triggers).toEqual({
      hook: { type: "webhook", path: id, auth: { type: "apiKey", secret }, input: "{{ trigger.body.order }}" },
    });
  });

  it("Secret_IsWrittenReplacedDeletedAndRecovered_AndNeverShown", async () => {
    const name = `TOKEN_${newId("s").replaceAll("-", "_")}`;
    const flow = newId("uses");
    await ask("POST", "/api/flows", {
      id: flow,
      steps: { a: { type: "http", with: { url: "https://example.com/", headers: { Authorization: `Bearer {{ secrets.${name} }}` } } } },
    });
    await visit(async (page) => {
      await page.goto("/secrets");
      await page.getByRole("button", { name: "New secret" }).click();
      await page.getByRole("textbox", { name: "Name" }).fill(name);
      await page.getByRole("textbox", { name: "Value" }).fill("line one\nline two of it");
      expect(
        await page
          .getByRole("textbox", { name: "Value" })
          .evaluate((field) => getComputedStyle(field).getPropertyValue("-webkit-text-security")),
      ).toBe("disc");
      await page.getByRole("button", { name: "Keep it" }).click();
      await row(page, name).waitFor();
      expect(await page.content()).not.toContain("line two");

      await pick(page, name, "Where it is used");
      await page.getByRole("dialog").getByRole("link", { name: flow }).waitFor();
      await page.keyboard.press("Escape");

      await pick(page, name, "Replace the value…");
      await page.getByRole("textbox", { name: "Value" }).fill("another one");
      await page.getByRole("button", { name: "Replace", exact: true }).click();
      await row(page, name).getByRole("cell", { name: "2", exact: true }).waitFor();

      await pick(page, name, "Delete…");
      await page.getByRole("button", { name: "Delete it" }).click();
      await row(page, name).waitFor({ state: "detached" });
      await page.getByRole("tab", { name: "Deleted" }).click();
      await page.getByRole("button", { name: `Recover ${name}` }).click();
      await page.getByRole("tab", { name: "Secrets" }).click();
      await row(page, name).waitFor();
    });
  });

  it("Settings_TellAboutTheApp_ChangeColorsAndForgetWhatTheBrowserKeeps", () =>
    visit(async (page) => {
      await page.goto("/settings");
      await page.getByText("Ready for work").waitFor();
      await page.getByText("20,000").waitFor();
      await page.getByText("Dark", { exact: true }).click();
      await expect.poll(() => page.locator("html").getAttribute("data-mantine-color-scheme")).toBe("dark");
      await page.evaluate(() => localStorage.setItem("flow.captured.x", "{}"));
      await page.reload();
      await page.getByRole("button", { name: "Forget it" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Forget it" }).click();
      await page.getByText("This browser keeps nothing but the choice of colors.").waitFor();
      expect(await page.evaluate(() => localStorage.getItem("flow.captured.x"))).toBeNull();
    }));

  it("Navigation_LeadsToEveryPage_AlsoByTheKeyboardAndOnAPhone", async () => {
    await visit(async (page) => {
      await page.goto("/flows");
      await page.getByRole("heading", { level: 1, name: "Flows" }).waitFor();
      for (const name of ["Schedules", "Secrets", "Settings"]) {
        await page.keyboard.press("Control+k");
        await page.locator("input[role=combobox]:focus").waitFor();
        await page.keyboard.type(name);
        await page.getByRole("option", { name: new RegExp(`^${name}`), selected: true }).waitFor();
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { level: 1, name }).waitFor();
      }
    });
    const { context, page } = await openWindow(browser, { width: 390, height: 844, dark: false });
    await page.goto("/flows");
    await page.getByRole("button", { name: "Open navigation" }).click();
    await page.getByRole("link", { name: "Schedules" }).click();
    await page.getByRole("heading", { level: 1, name: "Schedules" }).waitFor();
    await context.close();
  });
});
