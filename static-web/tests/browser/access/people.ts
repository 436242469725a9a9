import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect, inject } from "vitest";
import type { Window } from "../chromium";
import { openWindow } from "../chromium";

/** The people whom the provider knows; what they may do is in provider.mjs. */
export type User = "ada" | "vera" | "olaf" | "root" | "nora";

/** A test in a window of its own. */
export async function visit(browser: Browser, test: (page: Page, context: BrowserContext) => Promise<void>, shape?: Window): Promise<void> {
  const { context, page, errors } = await openWindow(browser, shape);
  try {
    await test(page, context);
    expect(errors).toEqual([]);
  } finally {
    await context.close();
  }
}

/** Opens a page of somebody who is not signed in yet, and signs them in. */
export async function signIn(page: Page, user: User, path = "/flows"): Promise<void> {
  await page.goto(path);
  await page.getByRole("button", { name: /^Sign in with main/ }).click();
  await choose(page, user);
  await page.waitForURL(`**${path}`);
  await page.getByRole("button", { name: `You: ${user}` }).waitFor();
}

/** On the provider's page. */
export async function choose(page: Page, user: User): Promise<void> {
  await page.getByRole("link", { name: `Sign in as ${user}` }).click();
}

/** Asks the app with the key of its settings, which may do everything. */
export async function askAsRoot<T>(method: string, path: string, body?: unknown, workspace = "default"): Promise<T> {
  const answer = await fetch(new URL(path, inject("site")), {
    method,
    headers: { authorization: `Bearer ${inject("key")}`, "content-type": "application/json", "x-workspace": workspace },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

interface Seen {
  readonly revoked: number;
  readonly signedOut: number;
  readonly renewed: number;
}

/** Changes how the provider behaves, and tells what it has seen. */
export async function control(behaviour: { readonly expiresIn?: number; readonly refusesRenewal?: boolean } = {}): Promise<Seen> {
  const body = new URLSearchParams({ behaviour: JSON.stringify(behaviour) });
  return (await (await fetch(new URL("/control", inject("provider")), { method: "POST", body })).json()) as Seen;
}

export async function openMenu(page: Page, user: string): Promise<void> {
  await page.getByRole("button", { name: `You: ${user}` }).click();
}
