import type { TestProject } from "vitest/node";
import { preview } from "vite";

declare module "vitest" {
  export interface ProvidedContext {
    readonly site: string;
  }
}

/** Serves the build in front of the app that FLOW_API names. */
export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  const app = process.env.FLOW_API;
  if (!app)
    throw new Error(
      "Set FLOW_API to the address of a running app with the samples, such as http://127.0.0.1:7071, and build first (npm run build).",
    );
  const answer = await fetch(new URL("/readyz", app), { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`${app} is not ready: ${answer.status}.`);
  const server = await preview({ preview: { host: "127.0.0.1", port: 0, proxy: { "/api": { target: app, changeOrigin: true } } } });
  const address = server.httpServer.address();
  if (address === null || typeof address === "string") throw new Error("The site has no port.");
  project.provide("site", `http://127.0.0.1:${address.port}`);
  return async () => {
    await server.close();
  };
}
