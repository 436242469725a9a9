import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { openWindow, type Window } from "./chromium";

/** A test in a window of its own. When it fails, its message names a screenshot. */
export async function visit<T>(browser: Browser, test: (page: Page) => Promise<T>, shape?: Window): Promise<T> {
  const { context, page, errors } = await openWindow(browser, shape);
  try {
    const result = await test(page);
    expect(errors).toEqual([]);
    return result;
  } catch (error) {
    if (error instanceof Error) error.message += `\n${await shown(page)}`;
    throw error;
  } finally {
    await context.close();
  }
}

async function shown(page: Page): Promise<string> {
  const name = expect.getState().currentTestName ?? "test";
  const folder = join(tmpdir(), "flow-browser-tests");
  const path = join(folder, `${name.replace(/\W+/g, "-")}.png`);
  try {
    await mkdir(folder, { recursive: true });
    await page.screenshot({ path, timeout: 10_000 });
    return `The page was ${page.url()}, and looked like ${path}.`;
  } catch {
    return `The page was ${page.url()}; no picture could be taken of it.`;
  }
}
