import { asObject, asText, member, type Json, type JsonObject, type Path } from "../json";
import type { FlowDocument } from "../document";
import { removeAt, renameMembers, setAt } from "../tree";
import { edited, refused, type EditResult } from "./result";

export type TriggerType = "webhook" | "schedule" | "queue";

const idForm = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;
const stems: Readonly<Record<TriggerType, string>> = { webhook: "hook", schedule: "schedule", queue: "queue" };

export function triggersOf(document: FlowDocument): JsonObject {
  return asObject(member(document, "triggers"));
}

/** Adds a trigger that is filled in as far as it can be guessed. Gives its id, too. */
export function addTrigger(document: FlowDocument, type: TriggerType): { readonly id: string; readonly document: FlowDocument } {
  const taken = triggersOf(document);
  let id = stems[type];
  for (let number = 2; Object.hasOwn(taken, id); number++) id = `${stems[type]}${number}`;
  const flow = asText(member(document, "id")) ?? "";
  const own: JsonObject = type === "webhook" ? { path: flow } : type === "queue" ? { queue: flow } : { cron: "0 2 * * *" };
  return { id, document: setAt(document, ["triggers", id], { type, ...own }) as FlowDocument };
}

/** Changes a member of a trigger; undefined takes it away, and what was around it and is empty now. */
export function setTriggerMember(document: FlowDocument, id: string, path: Path, value: Json | undefined): FlowDocument {
  const place = ["triggers", id, ...path];
  if (value !== undefined) return setAt(document, place, value) as FlowDocument;
  const left = removeAt(document, place) as FlowDocument;
  const parent = path.slice(0, -1);
  if (parent.length === 0) return left;
  const around = parent.reduce<Json | undefined>((at, name) => member(at, String(name)), member(triggersOf(left), id));
  return Object.keys(asObject(around)).length === 0 ? (removeAt(left, ["triggers", id, ...parent]) as FlowDocument) : left;
}

export function removeTrigger(document: FlowDocument, id: string): FlowDocument {
  const left = removeAt(document, ["triggers", id]) as FlowDocument;
  return Object.keys(triggersOf(left)).length === 0 ? (removeAt(left, ["triggers"]) as FlowDocument) : left;
}

export function renameTrigger(document: FlowDocument, from: string, to: string): EditResult {
  const problem = triggerIdProblem(document, from, to);
  if (problem !== undefined) return refused(problem);
  return edited({ ...document, triggers: renameMembers(triggersOf(document), new Map([[from, to]])) });
}

/** Why a trigger cannot get an id; undefined when it can. */
export function triggerIdProblem(document: FlowDocument, from: string, to: string): string | undefined {
  if (!idForm.test(to)) return "Letters, digits, underscores and hyphens, at most 64 characters, a letter or underscore first.";
  return to !== from && Object.hasOwn(triggersOf(document), to) ? `There is a trigger '${to}' already.` : undefined;
}
