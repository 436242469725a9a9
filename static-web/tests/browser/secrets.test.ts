import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { node } from "./builder";
import { ask, launch, newId } from "./chromium";
import { visit } from "./visit";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

const code = 'echo "The token is $TOKEN"; printf \'"%s"\' "$TOKEN" > "$FLOW_OUTPUT"';

it("Secret_WrittenAndUsed_IsShownNowhere", () =>
  visit(browser, async (page) => {
    const id = newId("secret");
    const name = id.toUpperCase().replace(/\W/g, "_");
    const value = `hush-${id}-4711`;
    const answers: Promise<string>[] = [];
    page.on("response", (response) => {
      if (response.url().includes("/api/") && !response.url().includes("/events")) answers.push(response.text().catch(() => ""));
    });

    await page.goto("/secrets");
    await page.getByRole("button", { name: "New secret" }).click();
    const dialog = page.getByRole("dialog", { name: /New secret/ });
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByRole("textbox", { name: "Value" }).fill(value);
    await dialog.getByRole("button", { name: "Keep it" }).click();
    await page.getByRole("cell", { name, exact: true }).waitFor();
    expect(await page.content()).not.toContain(value);

    const steps = { tell: { type: "script", with: { runtime: "bash", code: code.replaceAll("TOKEN", name), secrets: [name] } } };
    await ask("POST", "/api/flows", { id, steps, output: "{{ steps.tell.output }}" });
    const run = await ask<{ id: string; status: string }>("POST", `/api/flows/${id}/runs?wait=30s`, {});
    expect(run.status).toBe("Succeeded");
    await page.goto(`/runs/${run.id}`);
    await node(page, "tell").click();
    await page.getByRole("tab", { name: "Log" }).click();
    await page.getByText(/The token is/).waitFor();
    expect(await page.content()).not.toContain(value);
    await page.getByRole("tab", { name: "History" }).click();
    expect(await page.content()).not.toContain(value);
    expect((await Promise.all(answers)).filter((text) => text.includes(value))).toEqual([]);
  }));
