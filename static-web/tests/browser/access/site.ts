import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where people sign in. */
    readonly provider: string;
    /** The key of the app's settings. */
    readonly key: string;
  }
}

/** The app at FLOW_API lets in people of the provider at FLOW_PROVIDER, and who has FLOW_KEY. */
export default async function find(project: TestProject): Promise<void> {
  const { FLOW_API: site, FLOW_PROVIDER: provider, FLOW_KEY: key } = process.env;
  if (!site || !provider || !key) throw new Error("Set FLOW_API, FLOW_PROVIDER and FLOW_KEY; static-web/README.md says how.");
  const answer = await fetch(new URL("/api/sign-in", site), { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok || !(await answer.text()).includes(provider)) throw new Error(`${site} does not send people to ${provider}.`);
  project.provide("site", site);
  project.provide("provider", provider);
  project.provide("key", key);
}
