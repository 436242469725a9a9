import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const app = process.env.FLOW_API ?? "http://127.0.0.1:7071";

export default defineConfig({
  plugins: [react()],
  server: { proxy: { "/api": { target: app, changeOrigin: true } } },
  worker: { format: "es" },
  build: {
    target: "es2023",
    manifest: true,
    sourcemap: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        // The name of shared parts would list all the pages that share them.
        chunkFileNames: ({ name }) => `assets/${name.startsWith("parts~") ? "parts" : "[name]"}-[hash].js`,
        codeSplitting: {
          groups: [
            // What most pages need anyway compresses better in one file than in thirty.
            { name: "shared", minShareCount: 12, priority: 2 },
            // Of the rest, small parts are loaded together: a page takes twenty requests, not fifty.
            { name: "parts", minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 4000 },
          ],
        },
      },
    },
  },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx"], restoreMocks: true },
});
