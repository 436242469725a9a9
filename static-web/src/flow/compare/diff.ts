import { edgeKey, indexOf, type FlowDocument, type StepPlace } from "../document";
import { canonical, equalJson, isObject, member, type Json, type JsonObject, type Path } from "../json";
import { toPointer } from "../pointer";
import { without } from "../tree";

export type ChangeKind = "added" | "removed" | "changed" | "renamed";
export type ChangeSubject = "flow" | "input" | "trigger" | "step" | "edge" | "output" | "settings";

export interface FieldChange {
  readonly pointer: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** One thing that differs between two documents. */
export interface Change {
  readonly kind: ChangeKind;
  readonly subject: ChangeSubject;
  /** The step's or trigger's id, or the edge's key; empty for parts that there is one of. */
  readonly id: string;
  readonly before?: string;
  readonly fields: readonly FieldChange[];
}

/** What a run would notice of the difference of two documents; formatting, order of members and layout are no change. */
export function diffDocuments(before: FlowDocument, after: FlowDocument): Change[] {
  if (before === after) return [];
  const parts: [ChangeSubject, string][] = [
    ["flow", "id"],
    ["flow", "name"],
    ["flow", "description"],
    ["input", "input"],
    ["output", "output"],
    ["settings", "settings"],
  ];
  const steps = diffSteps(before, after);
  return [
    ...parts.flatMap(([subject, name]) => diffPart(subject, name, before, after)),
    ...diffTriggers(before, after),
    ...steps,
    ...diffEdges(before, after, steps),
  ];
}

/** How the steps of both documents differ, by the id that is shown: those of `after`, and of `before` what is gone. */
export function stepChanges(changes: readonly Change[]): Map<string, ChangeKind> {
  return new Map(changes.filter((change) => change.subject === "step").map((change) => [change.id, change.kind]));
}

function diffPart(subject: ChangeSubject, name: string, before: FlowDocument, after: FlowDocument): Change[] {
  const [old, now] = [member(before, name), member(after, name)];
  if (equalJson(old, now)) return [];
  const kind = old === undefined ? "added" : now === undefined ? "removed" : "changed";
  return [{ kind, subject, id: subject === "flow" ? name : "", fields: diffFields(old, now, [name]) }];
}

function diffTriggers(before: FlowDocument, after: FlowDocument): Change[] {
  const [old, now] = [member(before, "triggers"), member(after, "triggers")];
  const ids = new Set([...Object.keys(isObject(old) ? old : {}), ...Object.keys(isObject(now) ? now : {})]);
  return [...ids].flatMap((id) => diffOne("trigger", id, member(old, id), member(now, id)));
}

function diffSteps(before: FlowDocument, after: FlowDocument): Change[] {
  const [old, now] = [indexOf(before).steps, indexOf(after).steps];
  const removed = [...old.values()].filter((place) => !now.has(place.id));
  const added = [...now.values()].filter((place) => !old.has(place.id));
  const renamed = findRenamed(removed, added);
  const from = new Set(renamed.values());
  return [
    ...[...now.values()].flatMap((place) => {
      const earlier = old.get(place.id);
      const name = renamed.get(place.id);
      if (name !== undefined) return [{ kind: "renamed", subject: "step", id: place.id, before: name, fields: [] } satisfies Change];
      return earlier ? diffOne("step", place.id, own(earlier), own(place)) : diffOne("step", place.id, undefined, own(place));
    }),
    ...removed.filter((place) => !from.has(place.id)).flatMap((place) => diffOne("step", place.id, own(place), undefined)),
  ];
}

/** A step that is gone and one that is new are the same when all that they say is; each is taken once. */
function findRenamed(removed: readonly StepPlace[], added: readonly StepPlace[]): Map<string, string> {
  const byContent = new Map<string, string[]>();
  for (const place of removed) {
    const content = canonical(own(place));
    byContent.set(content, [...(byContent.get(content) ?? []), place.id]);
  }
  const renamed = new Map<string, string>();
  for (const place of added) {
    const earlier = byContent.get(canonical(own(place)))?.shift();
    if (earlier !== undefined) renamed.set(place.id, earlier);
  }
  return renamed;
}

/** What a step says itself; the steps in its body are compared by themselves. */
function own(place: StepPlace): JsonObject {
  const body = member(place.step, "body");
  const outer: JsonObject = place.loop === null ? {} : { $loop: place.loop };
  return { ...place.step, ...outer, ...(isObject(body) ? { body: without(body, ["steps", "edges"]) } : {}) };
}

function diffEdges(before: FlowDocument, after: FlowDocument, steps: readonly Change[]): Change[] {
  const names = new Map(steps.flatMap((change) => (change.kind === "renamed" ? [[change.before ?? "", change.id]] : [])));
  const old = new Set(
    [...indexOf(before).edges.values()].map((edge) =>
      edgeKey({ ...edge, from: names.get(edge.from) ?? edge.from, to: names.get(edge.to) ?? edge.to }),
    ),
  );
  const now = indexOf(after).edges;
  return [
    ...[...now.keys()].filter((key) => !old.has(key)).map((id): Change => ({ kind: "added", subject: "edge", id, fields: [] })),
    ...[...old].filter((key) => !now.has(key)).map((id): Change => ({ kind: "removed", subject: "edge", id, fields: [] })),
  ];
}

function diffOne(subject: ChangeSubject, id: string, old: Json | undefined, now: Json | undefined): Change[] {
  if (old === undefined) return [{ kind: "added", subject, id, fields: [] }];
  if (now === undefined) return [{ kind: "removed", subject, id, fields: [] }];
  const fields = diffFields(old, now, []);
  return fields.length === 0 ? [] : [{ kind: "changed", subject, id, fields }];
}

/** The smallest members that differ. */
export function diffFields(before: Json | undefined, after: Json | undefined, path: Path): FieldChange[] {
  if (equalJson(before, after)) return [];
  if (!isObject(before) || !isObject(after)) return [{ pointer: toPointer(path), before, after }];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => diffFields(member(before, name), member(after, name), [...path, name]));
}
