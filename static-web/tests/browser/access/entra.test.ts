import { expect, inject, it } from "vitest";
import { launch } from "../chromium";
import { openMenu, visit } from "./people";

const host = "https://login.microsoftonline.com";

it("Entra_SignsInWithMicrosoftsLibrary_RenewsAndSignsOut", async () => {
  const browser = await launch();
  try {
    await visit(browser, async (page, context) => {
      const asked: string[] = [];
      await context.route(`${host}/**`, async (route) => {
        const request = route.request();
        const address = new URL(request.url());
        asked.push(
          `${request.method()} ${address.pathname.split("/").slice(2).join("/")} ${new URLSearchParams(request.postData() ?? "").get("grant_type") ?? ""}`.trim(),
        );
        const response = await route.fetch({ url: inject("provider") + address.pathname + address.search });
        await route.fulfill({ response });
      });
      await page.goto("/flows");
      await page.getByRole("button", { name: "Sign in with Microsoft (entra)" }).click();
      await page.getByRole("link", { name: "Sign in as Edith" }).click();
      await page.waitForURL("**/flows");
      await page.getByRole("button", { name: "You: edith@example.org" }).waitFor();
      await page.evaluate(() => {
        const session = JSON.parse(sessionStorage.getItem("flow.session") ?? "{}") as object;
        sessionStorage.setItem("flow.session", JSON.stringify({ ...session, expiresAt: 0 }));
      });
      await page.reload();
      await page.getByRole("button", { name: "You: edith@example.org" }).waitFor();
      expect(asked).toContain("POST oauth2/v2.0/token authorization_code");
      expect(asked).toContain("POST oauth2/v2.0/token refresh_token");
      await openMenu(page, "edith@example.org");
      await page.getByRole("menuitem", { name: "Sign out" }).click();
      await page.getByRole("heading", { name: "You are signed out of Microsoft" }).waitFor();
    });
  } finally {
    await browser.close();
  }
});
