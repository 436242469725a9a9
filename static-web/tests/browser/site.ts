import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    readonly site: string;
  }
}

/** The site as the app at FLOW_API serves it, with its headers; or a development server in front of an app. */
export default async function find(project: TestProject): Promise<void> {
  const site = process.env.FLOW_API;
  if (!site) throw new Error("Set FLOW_API to the address of a running app with the samples, such as http://127.0.0.1:7071.");
  for (const path of ["/", "/api/flows/diamond"]) {
    const answer = await fetch(new URL(path, site), { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`${site}${path} answers ${answer.status}. The app must serve the site, and have the samples.`);
  }
  project.provide("site", site);
}
