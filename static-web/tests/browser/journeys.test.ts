import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFlow, editor, main, node, runHere, saved, write } from "./builder";
import { ask, launch, newId } from "./chromium";
import { visit as visitIn } from "./visit";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

const visit = <T>(test: (page: Page) => Promise<T>) => visitIn(browser, test);

const transform = (id: string) => ({
  id,
  steps: { a: { type: "transform", with: { value: 1 } }, b: { type: "transform", with: { value: 2 } } },
});

/** Whether a step lies where the canvas shows it. */
async function isInside(page: Page, id: string): Promise<boolean> {
  const [step, canvas] = await Promise.all([node(page, id).boundingBox(), page.getByRole("application", { name: "Flow" }).boundingBox()]);
  return step !== null && canvas !== null && step.x > canvas.x && step.x + step.width < canvas.x + canvas.width;
}

describe("journeys", () => {
  it("Diamond_DrawnAndRun_ShowsEveryStepSucceeded", () =>
    visit(async (page) => {
      const id = newId("draw");
      await createFlow(page, id);
      await node(page, "start").click();
      await page.getByRole("button", { name: "Transform", exact: true }).click();
      await node(page, "transform").waitFor();
      await node(page, "start").click();
      await page.getByRole("button", { name: "Transform", exact: true }).click();
      await node(page, "transform2").waitFor();
      await page.getByRole("button", { name: "Merge", exact: true }).click();
      await node(page, "merge").waitFor();
      await page.getByRole("button", { name: "Arrange all steps" }).click();
      await node(page, "transform")
        .locator(".react-flow__handle[data-handleid=success]")
        .dragTo(node(page, "merge").locator(".react-flow__handle-left"));
      await page.locator(".react-flow__edge").nth(3).waitFor({ state: "attached" });
      for (const step of ["transform", "transform2"]) {
        await node(page, step).click();
        await write(editor(page, "Value"), `{{ steps.start.output }}`);
      }
      await saved(page);
      await runHere(page);
      for (const step of ["start", "transform", "transform2", "merge"])
        await node(page, step)
          .getByText(/succeeded/)
          .waitFor();
    }));

  it("InvalidFlow_FixedFromTheProblemsPanel_HasNoProblems", () =>
    visit(async (page) => {
      const id = newId("fix");
      await createFlow(page, id);
      await page.getByRole("button", { name: "HTTP request" }).click();
      await main(page).getByRole("button", { name: "1 problem" }).click();
      await page.getByRole("region", { name: "Problems" }).getByRole("button").click();
      await write(editor(page, "URL"), "https://example.com/");
      await page.getByText("The flow can be published.").waitFor();
    }));

  it("Rename_EveryReferenceFollows_AndUndoTakesItBack", async () => {
    const id = newId("rename");
    const steps = { a: { type: "transform", with: { value: 1 } }, b: { type: "delay", with: { duration: "{{ steps.a.output }}ms" } } };
    await ask("POST", "/api/flows", { id, steps, edges: [{ from: "a", to: "b" }] });
    await visit(async (page) => {
      await page.goto(`/flows/${id}`);
      await node(page, "a").click();
      await page.getByRole("textbox", { name: "Id", exact: true }).fill("first");
      await page.keyboard.press("Enter");
      await node(page, "b").click();
      await expect.poll(() => editor(page, "Duration").textContent()).toBe("{{ steps.first.output }}ms");
      await main(page).getByRole("button", { name: "Undo" }).click();
      await expect.poll(() => editor(page, "Duration").textContent()).toBe("{{ steps.a.output }}ms");
    });
  });

  it("TwoTabs_ChangeDifferentSteps_BothChangesStay", async () => {
    const id = newId("tabs");
    await ask("POST", "/api/flows", transform(id));
    await visit((first) =>
      visit(async (second) => {
        for (const page of [first, second]) {
          await page.goto(`/flows/${id}`);
          await node(page, "a").waitFor();
        }
        await node(first, "a").click();
        await first.getByRole("textbox", { name: "Name", exact: true }).fill("First");
        await saved(first);
        await node(second, "b").click();
        await second.getByRole("textbox", { name: "Name", exact: true }).fill("Second");
        await node(second, "a").getByText("First").waitFor();
        await saved(second);
        const draft = await ask<{ document: { steps: Record<string, { name?: string }> } }>("GET", `/api/flows/${id}/draft`);
        expect([draft.document.steps.a?.name, draft.document.steps.b?.name]).toEqual(["First", "Second"]);
      }),
    );
  });

  it("TwoTabs_ChangeTheSame_APersonDecides", async () => {
    const id = newId("clash");
    await ask("POST", "/api/flows", transform(id));
    await visit((first) =>
      visit(async (second) => {
        for (const [page, name] of [
          [first, "Mine"],
          [second, "Yours"],
        ] as const) {
          await page.goto(`/flows/${id}`);
          await node(page, "a").click();
          if (page === second) continue;
          await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
          await saved(page);
        }
        await first.getByRole("textbox", { name: "Name", exact: true }).fill("Mine again");
        await saved(first);
        // The second tab has read the first name; it changes what the first one has changed since.
        await second.getByRole("textbox", { name: "Name", exact: true }).fill("Yours");
        const dialog = second.getByRole("dialog", { name: "Changed in another tab" });
        await dialog.getByLabel(/Theirs/).check();
        await dialog.getByRole("button", { name: "Save with these choices" }).click();
        await node(second, "a").getByText("Mine again").waitFor();
      }),
    );
  });

  it("Publish_ShowsWhatChanged_AndRollbackBringsItBack", async () => {
    const id = newId("publish");
    await ask("POST", "/api/flows", transform(id));
    await visit(async (page) => {
      await page.goto(`/flows/${id}`);
      await node(page, "a").click();
      await write(editor(page, "Value"), "5");
      await saved(page);
      await main(page).getByRole("button", { name: "Publish" }).click();
      await page.getByRole("dialog").getByText("/with/value").waitFor();
      await page.getByRole("dialog").getByRole("button", { name: "Publish", exact: true }).click();
      await page.getByText(/Version 2 is published/).waitFor();
      await main(page).getByRole("button", { name: "More" }).click();
      await page.getByRole("menuitem", { name: "Versions" }).click();
      await page.getByRole("row", { name: /v1/ }).getByRole("button", { name: "Compare" }).click();
      await page.getByRole("button", { name: "Roll back to it" }).click();
      await page.getByText(/Version 3 says what version 1 said/).waitFor();
    });
    const flow = await ask<{ published: number; document: { steps: { a: { with: { value: number } } } } }>("GET", `/api/flows/${id}`);
    expect([flow.published, flow.document.steps.a.with.value]).toEqual([3, 1]);
  });

  it("AppAway_ChangesAreKept_AndSavedWhenItIsBack", async () => {
    const id = newId("away");
    await ask("POST", "/api/flows", transform(id));
    await visit(async (page) => {
      await page.goto(`/flows/${id}`);
      await node(page, "a").click();
      await page.context().setOffline(true);
      await page.getByRole("textbox", { name: "Name", exact: true }).fill("Kept");
      await main(page).getByText("Offline, kept here").waitFor();
      await page.getByText("The app cannot be reached.").waitFor();
      await page.context().setOffline(false);
      await saved(page);
      await page.getByText("The app cannot be reached.").waitFor({ state: "detached" });
    });
    const draft = await ask<{ document: { steps: { a: { name?: string } } } }>("GET", `/api/flows/${id}/draft`);
    expect(draft.document.steps.a.name).toBe("Kept");
  });

  it("Draft_Dropped_TheNewestVersionIsShown", async () => {
    const id = newId("drop");
    await ask("POST", "/api/flows", transform(id));
    await visit(async (page) => {
      await page.goto(`/flows/${id}`);
      await node(page, "a").click();
      await page.getByRole("textbox", { name: "Name", exact: true }).fill("Changed");
      await saved(page);
      await main(page).getByRole("button", { name: "More" }).click();
      await page.getByRole("menuitem", { name: "Drop the draft…" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Drop it" }).click();
      await main(page).getByText("No changes").waitFor();
      expect(await node(page, "a").textContent()).not.toContain("Changed");
    });
  });

  it("FailedRun_RunAgainFromWhatFailed_LeadsToANewRun", async () => {
    const id = newId("again");
    const steps = { a: { type: "transform", with: { value: 1 } }, b: { type: "fail", with: { message: "Out of stock" } } };
    await ask("POST", "/api/flows", { id, steps, edges: [{ from: "a", to: "b" }] });
    const run = await ask<{ id: string }>("POST", `/api/flows/${id}/runs?wait=20s`, {});
    await visit(async (page) => {
      await page.goto(`/runs?flow=${id}`);
      await page.getByRole("link", { name: /Run of/ }).click();
      await node(page, "b").click();
      await page.getByRole("complementary", { name: "Details" }).getByText("Out of stock").first().waitFor();
      await page.getByRole("button", { name: "Run again", exact: true }).click();
      await page.getByRole("menuitem", { name: "What failed", exact: true }).click();
      await page.getByText(`, again from`).waitFor();
      expect(page.url()).not.toContain(run.id);
    });
  });

  it("Approval_DecidedOnTheRunPage_TheRunGoesOn", async () => {
    const run = await ask<{ id: string }>("POST", "/api/flows/approval/runs", { what: "a bicycle" });
    await visit(async (page) => {
      await page.goto(`/runs/${run.id}`);
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByText("Bought: a bicycle").waitFor();
      await page.getByRole("tab", { name: "Log" }).click();
      await page.getByText("Attempt 1 started.").first().waitFor();
    });
  });

  it("Canvas_EdgeThatWouldCloseACircle_IsRefusedAndNotShown", () =>
    visit(async (page) => {
      const id = newId("circle");
      await ask("POST", "/api/flows", { ...transform(id), edges: [{ from: "a", to: "b" }] });
      await page.goto(`/flows/${id}`);
      const edges = page.locator(".react-flow__edge");
      await edges.first().waitFor({ state: "attached" });
      await node(page, "b")
        .locator(".react-flow__handle[data-handleid=success]")
        .dragTo(node(page, "a").locator(".react-flow__handle-left"));
      await page.getByText("That is not possible").waitFor();
      expect(await edges.count()).toBe(1);
    }));

  it("Canvas_Edges_BeginAndEndAtTheirHandles", () =>
    visit(async (page) => {
      const id = newId("ends");
      const steps = {
        gate: { type: "approval", with: { title: "Go on?" } },
        yes: { type: "stop" },
        no: { type: "stop" },
        bad: { type: "stop" },
      };
      const edges = [
        { from: "gate", port: "approved", to: "yes" },
        { from: "gate", port: "rejected", to: "no" },
        { from: "gate", on: "failure", to: "bad" },
      ];
      await ask("POST", "/api/flows", { id, steps, edges });
      await page.goto(`/flows/${id}`);
      await page.locator(".react-flow__edge").nth(2).waitFor({ state: "attached" });
      const handle = (step: string, side: string) => node(page, step).locator(`.react-flow__handle${side}`);
      for (const [side, to] of [
        ['[data-handleid="port:approved"]', "yes"],
        ['[data-handleid="port:rejected"]', "no"],
        ['[data-handleid="failure"]', "bad"],
      ] as const) {
        const [begin, end] = await page.locator(`.react-flow__edge[aria-label*="to ${to}"] .react-flow__edge-path`).evaluate((path) => {
          const line = path as SVGPathElement;
          const matrix = line.getScreenCTM() ?? new DOMMatrix();
          return [line.getPointAtLength(0), line.getPointAtLength(line.getTotalLength())].map((point) => {
            const { x, y } = point.matrixTransform(matrix);
            return { x, y };
          });
        });
        for (const [point, box] of [
          [begin, await handle("gate", side).boundingBox()],
          [end, await handle(to, "-left").boundingBox()],
        ] as const) {
          if (!point || !box) throw new Error("There is no such end.");
          expect(Math.hypot(point.x - box.x - box.width / 2, point.y - box.y - box.height / 2)).toBeLessThan(7);
        }
      }
    }));

  it("SmallMap_Pressed_LeadsThere", () =>
    visit(async (page) => {
      const id = newId("map");
      const ids = Array.from({ length: 60 }, (_, i) => `s${i}`);
      const steps = Object.fromEntries(ids.map((step, i) => [step, { type: "transform", with: { value: i } }]));
      await ask("POST", "/api/flows", { id, steps, edges: ids.slice(1).map((to, i) => ({ from: `s${i}`, to })) });
      await page.goto(`/flows/${id}`);
      await node(page, "s0").waitFor();
      const map = page.getByTitle("The whole flow: press where you want to go");
      const { height = 0 } = (await map.boundingBox()) ?? {};
      expect(await isInside(page, "s59")).toBe(false);
      await map.click({ position: { x: 145, y: height / 2 } });
      await expect.poll(() => isInside(page, "s59")).toBe(true);
    }));

  it("Text_EditedAsYaml_ChangesTheCanvas", async () => {
    const id = newId("text");
    await ask("POST", "/api/flows", transform(id));
    await visit(async (page) => {
      await page.goto(`/flows/${id}`);
      await node(page, "a").waitFor();
      await main(page).getByRole("button", { name: "Text", exact: true }).click();
      const text = editor(page, "The flow as text");
      await text.waitFor();
      await text.fill(`id: ${id}\nsteps:\n  only: { type: transform, with: { value: 1 } }\n`);
      await node(page, "only").waitFor();
      await node(page, "a").waitFor({ state: "detached" });
    });
  });

  it("ExportedFlow_DeletedAndImported_IsThereAgain", async () => {
    const id = newId("export");
    await ask("POST", "/api/flows", transform(id));
    await visit(async (page) => {
      await page.goto("/flows");
      await page.getByRole("textbox", { name: /Find a flow/ }).fill(id);
      await page.getByRole("button", { name: `More for ${id}` }).click();
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "Export" }).click()]);
      const file = await download.path();
      await page.getByRole("button", { name: `More for ${id}` }).click();
      await page.getByRole("menuitem", { name: "Delete…" }).click();
      await page.getByLabel(`Type ${id} to go on`).fill(id);
      await page.getByRole("button", { name: "Delete", exact: true }).click();
      await page.getByText(`No flow has '${id}'`).waitFor();
      await page
        .locator("input[type=file]")
        .setInputFiles({ name: `${id}.zip`, mimeType: "application/zip", buffer: await readFile(file) });
      await node(page, "a").waitFor();
    });
  });

  it("KeyboardOnly_AddsConnectsUndoesAndFinds", async () => {
    const id = newId("keys");
    await ask("POST", "/api/flows", { id, steps: { a: { type: "transform", with: { value: 1 } } } });
    await visit(async (page) => {
      await page.goto(`/flows/${id}`);
      await node(page, "a").focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("/");
      await page.keyboard.type("merge");
      await page.keyboard.press("Enter");
      await node(page, "merge").waitFor();
      expect(await page.locator(".react-flow__edge").count()).toBe(1);
      await page.keyboard.press("Control+z");
      await node(page, "merge").waitFor({ state: "detached" });
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+k");
      await page.locator("input[role=combobox]:focus").waitFor();
      await page.keyboard.type("Diamond");
      await page.getByRole("option", { name: /Diamond/, selected: true }).waitFor();
      await page.keyboard.press("Enter");
      await node(page, "D").waitFor();
    });
  });

  it("PinnedStep_RunFromTheNextOne_TakesTheGivenOutput", () =>
    visit(async (page) => {
      const id = newId("pin");
      const steps = {
        fetch: { type: "fail", with: { message: "Never executed." } },
        price: { type: "transform", with: { value: "{{ steps.fetch.output.n + 1 }}" } },
      };
      await ask("POST", "/api/flows?publish=false", { id, steps, edges: [{ from: "fetch", to: "price" }] });
      await page.goto(`/flows/${id}`);
      await node(page, "fetch").click();
      await page.getByRole("tab", { name: "Pin" }).click();
      await write(editor(page, "Pinned output"), '{"n": 41}');
      await page.getByRole("button", { name: "Pin output", exact: true }).click();
      await node(page, "fetch").getByRole("img", { name: "Pinned" }).waitFor();
      await page.reload();
      await node(page, "fetch").getByRole("img", { name: "Pinned" }).waitFor();

      await node(page, "price").click();
      await page.getByRole("button", { name: "Run from here" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Take what is pinned: fetch").waitFor();
      await dialog.getByRole("button", { name: "Run", exact: true }).click();
      await node(page, "price")
        .getByText(/succeeded/)
        .waitFor();

      const runs = await ask<{ items: { id: string; trigger: string; status: string }[] }>("GET", `/api/runs?flow=${id}`);
      expect(runs.items.map(({ trigger, status }) => [trigger, status])).toEqual([["pinned", "Succeeded"]]);
      const run = await ask<{ output: number }>("GET", `/api/runs/${runs.items[0]?.id}`);
      expect(run.output).toBe(42);
    }));
});
