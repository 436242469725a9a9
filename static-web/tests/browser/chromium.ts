import type { Browser, BrowserContext, Page } from "playwright-core";
import { inject } from "vitest";
import { askAt } from "../../scripts/chromium.mjs";

export { launch } from "../../scripts/chromium.mjs";

export interface Window {
  readonly width: number;
  readonly height: number;
  readonly dark: boolean;
}

/** A window with its own storage; what goes wrong in its pages is collected. */
export async function openWindow(browser: Browser, { width, height, dark }: Window = { width: 1280, height: 800, dark: false }) {
  const context: BrowserContext = await browser.newContext({
    baseURL: inject("site"),
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(20_000);
  const errors: string[] = [];
  const page: Page = await context.newPage();
  page.on("pageerror", (error) => errors.push(error.message));
  return { context, page, errors };
}

/** Asks the app itself. */
export async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  return (await askAt(inject("site"), method, path, body)) as T;
}

let count = 0;

/** An id that no other test has. */
export function newId(stem: string): string {
  return `${stem}-${Date.now().toString(36)}${count++}`;
}
