import { defineConfig } from "vitest/config";
import base from "./vitest.browser.config.ts";

// The same in front of an app that asks who people are, and of the sign-in provider in tests/browser/access/provider.mjs.
export default defineConfig({
  test: { ...base.test, include: ["tests/browser/access/*.test.ts"], globalSetup: "tests/browser/access/site.ts" },
});
