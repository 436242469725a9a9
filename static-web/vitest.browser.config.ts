import { defineConfig } from "vitest/config";

// Real Chromium, the built site and a real app: one after the other, because they share the app's data.
export default defineConfig({
  test: {
    include: ["tests/browser/*.test.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A browser on a busy machine is late now and then; what fails twice is wrong. The report names what was tried again.
    retry: 1,
    globalSetup: "tests/browser/site.ts",
  },
});
