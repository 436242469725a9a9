import type { Browser, Page } from "playwright-core";
import { inject } from "vitest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { editor, node, saved, write } from "./builder";
import { ask, launch, newId } from "./chromium";
import { visit } from "./visit";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

const inWindow = (test: (page: Page) => Promise<void>) => visit(browser, test);

const file = (path: string) => new URL(`/api/files/${path}`, inject("site"));

async function put(path: string, content: string, etag?: string): Promise<void> {
  const headers = { "content-type": "text/plain", ...(etag === undefined ? { "if-none-match": "*" } : { "if-match": etag }) };
  const answer = await fetch(file(path), { method: "PUT", body: content, headers, signal: AbortSignal.timeout(30_000) });
  expect(answer.ok).toBe(true);
}

async function textOf(path: string): Promise<string> {
  return (await fetch(file(path), { signal: AbortSignal.timeout(30_000) })).text();
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`/files?path=${encodeURIComponent(path)}`);
  await editor(page, path).waitFor();
}

const tryIt = (page: Page) => page.getByRole("button", { name: "Try it" }).click();
const isSaved = (page: Page, version: number) => page.getByText(new RegExp(`^Version ${version},`)).waitFor();
const dialog = (page: Page) => page.getByRole("dialog");

describe("files", () => {
  it("NewScript_TriedUnsaved_SavedAndRestored", () =>
    inWindow(async (page) => {
      const path = `${newId("new")}/score.py`;
      await page.goto("/files");
      await page.getByRole("button", { name: "New" }).click();
      await page.getByRole("menuitem", { name: "File…" }).click();
      await dialog(page).getByLabel("Path").fill("no//path");
      await dialog(page).getByText("A part is empty").waitFor();
      await dialog(page).getByLabel("Path").fill(path);
      await dialog(page).getByRole("button", { name: "Create" }).click();
      await write(editor(page, path), "def main(input, context):\n    print('counting')\n    return input['n'] + 1\n");
      await page.getByRole("treeitem", { name: "score.py, not saved" }).waitFor();
      await tryIt(page);
      await write(editor(page, "Input"), '{"n": 41}');
      await page.keyboard.press("Control+Enter");
      await page.getByText(/Succeeded after/).waitFor();
      await page.getByRole("log").getByText("counting").waitFor();
      expect(await page.getByLabel("Output").textContent()).toBe("42");
      await page.keyboard.press("Control+s");
      await isSaved(page, 2);
      expect(await textOf(path)).toContain("+ 1");
      await page.getByRole("main").getByRole("button", { name: "More", exact: true }).click();
      await page.getByRole("menuitem", { name: "Versions" }).click();
      await page.getByRole("row", { name: /v1/ }).getByRole("button", { name: "Compare" }).click();
      await page.getByRole("button", { name: "Restore version 1" }).click();
      await isSaved(page, 3);
      await expect.poll(() => editor(page, path).textContent()).toContain("Hello");
    }));

  it("SomebodyElseSaved_BothAreShown_AndNothingIsOverwritten", async () => {
    const path = `${newId("clash")}/notes.md`;
    await put(path, "one\ntwo\n");
    await inWindow(async (page) => {
      await open(page, path);
      await write(editor(page, path), "one\ntwo\nmine\n");
      const { etag } = await ask<{ etag: string }>("GET", `/api/files/${path}?meta=true`);
      await put(path, "theirs\ntwo\n", etag);
      await page.keyboard.press("Control+s");
      await page.getByRole("dialog", { name: "Changed meanwhile" }).waitFor();
      expect(await editor(page, "Theirs").textContent()).toContain("theirs");
      expect(await textOf(path)).toBe("theirs\ntwo\n");
      await write(editor(page, "Mine"), "theirs\ntwo\nmine\n");
      await page.getByRole("button", { name: "Save this text" }).click();
      await isSaved(page, 3);
    });
    expect(await textOf(path)).toBe("theirs\ntwo\nmine\n");
  });

  it("FailedRun_ScriptEdited_RunsAgainFromTheStep", async () => {
    const id = newId("repair");
    await put(`${id}/work.py`, "def main(input, context):\n    return input['x'] / 0\n");
    const steps = {
      a: { type: "transform", with: { value: "{{ input }}" } },
      work: { type: "script", with: { runtime: "python", file: "work.py", input: "{{ steps.a.output }}" } },
    };
    await ask("POST", "/api/flows", { id, steps, edges: [{ from: "a", to: "work" }], output: "{{ steps.work.output }}" });
    const run = await ask<{ id: string }>("POST", `/api/flows/${id}/runs?wait=20s`, { x: 8 });
    await inWindow(async (page) => {
      await page.goto(`/runs/${run.id}`);
      await node(page, "work").click();
      await page.getByRole("link", { name: "Edit script" }).click();
      await write(editor(page, `${id}/work.py`), "def main(input, context):\n    return input['x'] / 2\n");
      await page.getByRole("button", { name: "Save and run again from work" }).click();
      await page.getByText(", again from").waitFor();
      await node(page, "work")
        .getByText(/succeeded/)
        .waitFor();
      expect(page.url()).not.toContain(run.id);
    });
  });

  it("Unsaved_LeavingThePage_Asks", async () => {
    const path = `${newId("leave")}/a.sql`;
    await put(path, "select 1");
    await inWindow(async (page) => {
      await open(page, path);
      await write(editor(page, path), "select 2");
      await page.getByRole("link", { name: "Runs" }).click();
      await dialog(page).getByRole("button", { name: "Stay here" }).click();
      expect(await editor(page, path).textContent()).toContain("select 2");
      await page.getByRole("link", { name: "Runs" }).click();
      await dialog(page).getByRole("button", { name: "Leave without saving" }).click();
      await page.getByRole("heading", { name: "Runs" }).waitFor();
    });
    expect(await textOf(path)).toBe("select 1");
  });

  it("EndlessScript_PrintsWhileItRuns_AndStops", async () => {
    const path = `${newId("endless")}/wait.sh`;
    await put(path, "echo 'so far'\nsleep 240\n");
    await inWindow(async (page) => {
      await open(page, path);
      await tryIt(page);
      await page.getByRole("button", { name: "Run script" }).click();
      await page.getByRole("log").getByText("so far").waitFor();
      await page.getByRole("button", { name: "Stop" }).click();
      await page.getByText("Stopped", { exact: true }).waitFor();
    });
  });

  it("Upload_BinaryIsShownWithItsSize_TooLargeIsNotSent", async () => {
    const folder = newId("upload");
    await put(`${folder}/a.txt`, "a");
    await inWindow(async (page) => {
      await open(page, `${folder}/a.txt`);
      const upload = page.locator("input[type=file]");
      await upload.setInputFiles({ name: "big.bin", mimeType: "", buffer: Buffer.alloc(5 * 1024 * 1024 + 1) });
      await page.getByText("a file may have 5 MB at most").waitFor();
      await upload.setInputFiles({ name: "small.bin", mimeType: "", buffer: Buffer.from([0, 255, 0, 254]) });
      await page.getByRole("heading", { name: "small.bin, 4 bytes" }).waitFor();
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download" }).click()]);
      expect(download.suggestedFilename()).toBe("small.bin");
    });
  });

  it("KeyboardOnly_OpensMovesAndDeletes", async () => {
    const folder = newId("keys");
    await put(`${folder}/one.txt`, "1");
    await inWindow(async (page) => {
      await page.goto("/files");
      await page.getByRole("textbox", { name: "Find a file" }).fill(folder);
      await page.getByRole("treeitem", { name: folder, exact: true }).focus();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await editor(page, `${folder}/one.txt`).waitFor();
      await page.getByRole("treeitem", { name: "one.txt" }).focus();
      await page.keyboard.press("F2");
      await dialog(page).getByLabel("New path").fill(`${folder}/two.txt`);
      await page.keyboard.press("Enter");
      await editor(page, `${folder}/two.txt`).waitFor();
      await page.getByRole("treeitem", { name: "two.txt" }).focus();
      await page.keyboard.press("Delete");
      await dialog(page).getByRole("button", { name: "Delete", exact: true }).press("Enter");
      await page.getByText("No path has these words.").waitFor();
    });
  });

  it("InlineCode_TriedInTheLargeEditor_IsTheStepsCode", async () => {
    const id = newId("inline");
    const steps = { a: { type: "script", with: { runtime: "node", code: "export default () => 1;" } } };
    await ask("POST", "/api/flows", { id, steps });
    await inWindow(async (page) => {
      await page.goto(`/flows/${id}?step=a`);
      await page.getByRole("button", { name: "Write and try the code" }).click();
      await write(editor(page, "Code").last(), "export default () => 6 * 7;");
      await page.getByRole("button", { name: "Run script" }).waitFor();
      await page.keyboard.press("Control+Enter");
      await page.getByText(/Succeeded after/).waitFor();
      expect(await page.getByLabel("Output").textContent()).toBe("42");
      await page.keyboard.press("Escape");
      await saved(page);
    });
    const draft = await ask<{ document: { steps: { a: { with: { code: string } } } } }>("GET", `/api/flows/${id}/draft`);
    expect(draft.document.steps.a.with.code).toBe("export default () => 6 * 7;");
  });

  it("PlainField_WhileTheEditorIsLoaded_GoesOnInTheEditor", async () => {
    const id = newId("lazy");
    await ask("POST", "/api/flows", { id, steps: { a: { type: "script", with: { runtime: "node", code: "1;" } } } });
    await inWindow(async (page) => {
      let load: (() => void) | undefined;
      const loading = new Promise<void>((resolve) => (load = resolve));
      await page.route("**/Editor-*.js", async (route) => {
        await loading;
        await route.continue();
      });
      await page.goto(`/flows/${id}?step=a`);
      const code = editor(page, "Code").last();
      await code.press("End");
      await page.keyboard.type("before");
      load?.();
      await expect.poll(() => code.evaluate((element) => element.classList.contains("cm-content"))).toBe(true);
      await page.keyboard.type("After");
      await expect.poll(() => code.textContent()).toBe("1;beforeAfter");
    });
  });
});
