import type { RunStep } from "../../api/runs";
import { indexOf, type FlowDocument } from "../document";
import type { RunData, StepData } from "../expressions/scope";
import { asObject, asText, equalJson, isObject, member, type Json, type JsonObject } from "../json";

/** What a run takes instead of executing a step: an output, with the port of a step that chooses one, or a failure. */
export interface Pin {
  readonly output?: Json;
  readonly port?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

/** What trial runs of a flow take instead of the real thing. It belongs to a person and never stands in the flow. */
export interface Pins {
  readonly steps: ReadonlyMap<string, Pin>;
  /** What expressions see as the trigger. */
  readonly trigger: Json | undefined;
}

export const noPins: Pins = { steps: new Map(), trigger: undefined };

/** Characters that the pins of one flow may have as JSON: browsers keep about five million for a whole site. */
export const mostCharacters = 1_000_000;

/** The pins with one more, one changed, or one less. */
export function withPin(pins: Pins, id: string, pin: Pin | undefined): Pins {
  const steps = new Map(pins.steps);
  if (pin) steps.set(id, pin);
  else steps.delete(id);
  return { ...pins, steps };
}

/** The pins that a run of the document takes: steps can be renamed, removed or put into a loop after they were pinned. */
export function applying(pins: Pins, document: FlowDocument): ReadonlyMap<string, Pin> {
  return new Map([...pins.steps].filter(([id]) => canPin(document, id)));
}

/** Whether a step can be pinned, and a run begin at it: steps in loops have a result for each round. */
export function canPin(document: FlowDocument, id: string): boolean {
  return indexOf(document).steps.get(id)?.loop === null;
}

/** A step's result in a run as a pin; undefined for one that has none. */
export function pinOf(step: Pick<RunStep, "status" | "output" | "port" | "error">): Pin | undefined {
  if (step.status === "Succeeded") return { output: step.output ?? null, ...(step.port === undefined ? {} : { port: step.port }) };
  const isFailed = step.status === "Failed" || step.status === "TimedOut";
  return isFailed && step.error ? { error: { code: step.error.code, message: step.error.message } } : undefined;
}

/** Whether the output is a large value that stands elsewhere; where. */
export function placeOf(output: Json | undefined): string | undefined {
  return asText(member(member(output, "$payload"), "href"));
}

/** What expressions see of a run that takes the pins; undefined when nothing is known. */
export function withPins(run: RunData | undefined, pins: Pins, document: FlowDocument): RunData | undefined {
  const pinned = applying(pins, document);
  if (pinned.size === 0 && pins.trigger === undefined) return run;
  const steps = [...pinned].map(([id, pin]): [string, StepData] => [
    id,
    pin.error ? { status: "Failed", error: { ...pin.error } } : { status: "Succeeded", output: pin.output ?? null },
  ]);
  return { ...run, steps: new Map([...(run?.steps ?? []), ...steps]), ...(pins.trigger === undefined ? {} : { trigger: pins.trigger }) };
}

/** What keeps a pin from being used, for a person. */
export function pinProblem(pin: Pin, ports: readonly string[]): string | undefined {
  if (pin.error || (pin.port === undefined ? ports.length === 0 : ports.includes(pin.port))) return undefined;
  const isGone = pin.port === undefined ? "" : `The step has no port “${pin.port}” any more. `;
  return ports.length === 0 ? `${isGone}Pin it anew.` : `${isGone}Choose the port that the step leaves through: ${ports.join(", ")}.`;
}

export function samePin(a: Pin | undefined, b: Pin | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && equalJson(asJson(a), asJson(b)));
}

/** The pins as text, to be kept; undefined when there are none. */
export function writePins(pins: Pins): string | undefined {
  if (pins.steps.size === 0 && pins.trigger === undefined) return undefined;
  return JSON.stringify({ steps: Object.fromEntries(pins.steps), ...(pins.trigger === undefined ? {} : { trigger: pins.trigger }) });
}

/** Reads what was kept; what cannot be read counts as nothing. */
export function readPins(text: string | null): Pins {
  try {
    const kept = JSON.parse(text ?? "{}") as Json;
    const steps = Object.entries(asObject(member(kept, "steps"))).filter((entry): entry is [string, JsonObject] => isObject(entry[1]));
    return { steps: new Map(steps.map(([id, pin]) => [id, toPin(pin)])), trigger: member(kept, "trigger") };
  } catch {
    return noPins;
  }
}

/** What a start with pins sends. */
export function pinnedStart(
  input: Json,
  pins: Pins,
  document: FlowDocument,
  from: string | undefined,
  runId: string | undefined,
): JsonObject {
  const steps = [...applying(pins, document)].map(([id, pin]): [string, Json] => [id, asJson(pin)]);
  return {
    input,
    pins: Object.fromEntries(steps),
    ...(pins.trigger === undefined ? {} : { trigger: pins.trigger }),
    ...(from === undefined ? {} : { from }),
    ...(from === undefined || runId === undefined ? {} : { runId }),
  };
}

function asJson(pin: Pin): JsonObject {
  return { ...pin };
}

function toPin(pin: JsonObject): Pin {
  const error = member(pin, "error");
  if (isObject(error))
    return { error: { code: asText(member(error, "code")) ?? "Pinned", message: asText(member(error, "message")) ?? "" } };
  const port = asText(member(pin, "port"));
  return { output: member(pin, "output") ?? null, ...(port === undefined ? {} : { port }) };
}
