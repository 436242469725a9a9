import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { editor, main, node, saved, write } from "./builder";
import { ask, launch, newId } from "./chromium";
import { visit } from "./visit";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

it("FailingRun_WatchedAndItsScriptEdited_SucceedsFromTheFailedStep", async () => {
  const id = newId("repair");
  const steps = {
    gate: { type: "approval", with: { title: "Begin?" } },
    work: { type: "script", with: { runtime: "bash", code: "echo about to fail >&2; exit 3" } },
    after: { type: "transform", with: { value: "{{ steps.work.output }}" } },
  };
  const edges = [
    { from: "gate", port: "approved", to: "work" },
    { from: "work", to: "after" },
  ];
  await ask("POST", "/api/flows", { id, steps, edges });
  const run = await ask<{ id: string }>("POST", `/api/flows/${id}/runs`, {});
  await visit(browser, async (page) => {
    await page.goto(`/runs/${run.id}`);
    await page.getByRole("button", { name: "Approve" }).click();
    await node(page, "work")
      .getByText(/failed/)
      .waitFor();
    await page.getByRole("tab", { name: "Log" }).click();
    await page.getByText("about to fail").first().waitFor();

    await page.getByRole("link", { name: id }).first().click();
    await node(page, "work").click();
    await write(editor(page, "Code"), 'echo \'"mended"\' > "$FLOW_OUTPUT"');
    await saved(page);
    await main(page).getByRole("button", { name: "Publish" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByText(/Version 2 is published/).waitFor();

    await page.goto(`/runs/${run.id}`);
    await page.getByRole("button", { name: "Run again", exact: true }).click();
    await page.getByRole("menuitem", { name: "What failed, with the published version" }).click();
    await page.waitForURL((url) => url.pathname.startsWith("/runs/") && !url.pathname.includes(run.id));
    await node(page, "after")
      .getByText(/succeeded/)
      .waitFor();
    expect(await node(page, "gate").textContent()).toContain("succeeded");
  });
});
