import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { inject } from "vitest";

const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

// What keeps a browser in a sandbox without graphics and network from asking for either.
const switches = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function launch(): Promise<Browser> {
  const executablePath = places.find((place) => place !== undefined && existsSync(place));
  if (!executablePath) throw new Error("There is no Chromium. Install the package chromium, or set CHROMIUM to the path of one.");
  return chromium.launch({ executablePath, args: switches });
}

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
  const answer = await fetch(new URL(path, inject("site")), {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

let count = 0;

/** An id that no other test has. */
export function newId(stem: string): string {
  return `${stem}-${Date.now().toString(36)}${count++}`;
}
