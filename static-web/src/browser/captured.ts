import { useSyncExternalStore } from "react";
import { asText, isObject, member, type Json, type JsonObject } from "../flow/json";

/** A captured request that previews of a flow take their data from, kept in this browser. */
export interface Captured {
  /** The trigger's id in the flow. */
  readonly trigger: string;
  readonly receivedAt: string;
  /** What expressions see under `trigger`. */
  readonly value: JsonObject;
  /** What they see under `input`. */
  readonly input: Json;
}

const prefix = "flow.captured.";
const listeners = new Set<() => void>();
const known = new Map<string, { readonly text: string; readonly captured: Captured | undefined }>();

/** Keeps a request for a flow in place of the one before. Throws when the browser has no room for it. */
export function keepCaptured(flow: string, captured: Captured): void {
  try {
    localStorage.setItem(prefix + flow, JSON.stringify(captured));
  } catch {
    throw new Error("This browser has no room to keep the request. Clear its data under Settings and try again.");
  }
  tellAll();
}

export function dropCaptured(flow: string): void {
  localStorage.removeItem(prefix + flow);
  tellAll();
}

/** The request that a flow's previews take their data from. */
export function useCaptured(flow: string): Captured | undefined {
  return useSyncExternalStore(listen, () => readCaptured(flow));
}

/** The same object as long as nothing changes, as the hook asks for. */
export function readCaptured(flow: string): Captured | undefined {
  const text = localStorage.getItem(prefix + flow) ?? "";
  const before = known.get(flow);
  if (before?.text === text) return before.captured;
  const captured = parse(text);
  known.set(flow, { text, captured });
  return captured;
}

function parse(text: string): Captured | undefined {
  if (text === "") return undefined;
  try {
    const read = JSON.parse(text) as Json;
    const [value, trigger, receivedAt] = [member(read, "value"), asText(member(read, "trigger")), asText(member(read, "receivedAt"))];
    if (!isObject(value) || trigger === undefined || receivedAt === undefined) return undefined;
    return { trigger, receivedAt, value, input: member(read, "input") ?? null };
  } catch {
    return undefined;
  }
}

function tellAll(): void {
  for (const listener of listeners) listener();
}

/** Other tabs tell by the storage event. */
function listen(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}
