import type { components } from "../api/schema";

type About = components["schemas"]["AboutResource"];
type Limit = components["schemas"]["AboutLimit"];

const engines: Readonly<Record<string, string>> = {
  embedded: "Embedded, with its journal on this machine",
  durableTask: "Durable Task backend",
  durableFunctions: "Durable Functions",
};

const vaults: Readonly<Record<string, string>> = {
  local: "Sealed in the app's data folder",
  keyVault: "Azure Key Vault",
  none: "Settings of the app only",
};

const sandboxes: Readonly<Record<string, string>> = {
  bubblewrap: "In a sandbox (Bubblewrap)",
  sessionPool: "In a session pool",
  none: "Without a sandbox, if allowed",
};

/** What an installation is made of, in words. */
export function factsOf(about: About): (readonly [string, string])[] {
  return [
    ["Version", about.version],
    ["Engine", engines[about.engine] ?? about.engine],
    ["Storage account", about.emulator ? `${about.storage} (emulator)` : about.storage],
    ["Workspace", about.workspace],
    ["Environment", about.environment],
    ["Secrets", vaults[about.secrets] ?? about.secrets],
    ["Scripts", sandboxes[about.scripts] ?? about.scripts],
    ["Private network", about.privateNetwork ? "Steps may reach it" : "Closed to steps"],
  ];
}

const units: readonly (readonly [number, string])[] = [
  [1_073_741_824, "GB"],
  [1_048_576, "MB"],
  [1_024, "KB"],
];

/** A limit with its unit. */
export function limitText({ most, unit }: Pick<Limit, "most" | "unit">): string {
  if (unit !== "bytes") return most.toLocaleString("en");
  const [size, name] = units.find(([one]) => most >= one) ?? [1, "bytes"];
  return `${(most / size).toLocaleString("en", { maximumFractionDigits: 1 })} ${name}`;
}
