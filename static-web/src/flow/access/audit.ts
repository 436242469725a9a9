import { asText, member, type Json } from "../json";

/** What was typed to find entries. */
export interface AuditWords {
  readonly from: string;
  readonly to: string;
  readonly caller: string;
  readonly action: string;
  readonly target: string;
}

const names = ["from", "to", "caller", "action", "target"] as const;

export const noFilter: AuditWords = { from: "", to: "", caller: "", action: "", target: "" };

/** What is asked for: without what was left empty, and times as the app reads them. */
export function filterOf(words: AuditWords): Partial<AuditWords> {
  const said = names.flatMap((name) => {
    const text = words[name];
    const value = name === "from" || name === "to" ? timeOf(text) : text.trim();
    return value === "" ? [] : [[name, value] as const];
  });
  return Object.fromEntries(said);
}

function timeOf(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? "" : new Date(time).toISOString();
}

/** The version of a flow that a state of it names; its document is read there. */
export function versionOf(state: Json | undefined): { readonly flow: string; readonly version: number } | undefined {
  const [, flow, version] = /^\/api\/flows\/([^/]+)\/versions\/(\d+)$/.exec(asText(member(state, "document")) ?? "") ?? [];
  return flow === undefined || version === undefined ? undefined : { flow: decodeURIComponent(flow), version: Number(version) };
}
