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
    // What most pages need anyway compresses better in one file than in thirty.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "shared", minShareCount: 12 }] } } },
  },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx"], restoreMocks: true },
});
