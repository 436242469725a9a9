import type { components } from "../api/schema";
import { indexOf, type FlowDocument } from "./document";
import { parsePointer } from "./pointer";
import type { Path } from "./json";

/** A problem of a flow as the app tells it. */
export type Problem = components["schemas"]["ProblemResource"];

/** What a problem is about: which part of the flow, and the field in it. */
export type ProblemPlace =
  | { readonly kind: "step"; readonly id: string; readonly field: Path }
  | { readonly kind: "edge"; readonly key: string; readonly from: string }
  | { readonly kind: "trigger"; readonly id: string; readonly field: Path }
  | { readonly kind: "flow"; readonly field: Path };

/** Finds the part of the flow that a problem's pointer leads to: the innermost step, an edge, a trigger, or the flow itself. */
export function locate(document: FlowDocument, pointer: string): ProblemPlace {
  const path = parsePointer(pointer) ?? [];
  if (path[0] === "triggers" && path[1] !== undefined) return { kind: "trigger", id: String(path[1]), field: path.slice(2) };
  const index = indexOf(document);
  let at = 0;
  let step: { id: string; end: number } | undefined;
  while (path[at] === "steps" && index.steps.has(String(path[at + 1]))) {
    step = { id: String(path[at + 1]), end: at + 2 };
    at = path[at + 2] === "body" ? at + 3 : path.length;
  }
  if (path[at] === "edges") {
    const edge = [...index.edges.values()].find(
      (one) => String(one.path.at(-1)) === String(path[at + 1]) && one.path.length === at + 2 && sameStart(one.path, path),
    );
    if (edge) return { kind: "edge", key: edge.key, from: edge.from };
  }
  return step ? { kind: "step", id: step.id, field: path.slice(step.end) } : { kind: "flow", field: path };
}

export interface ProblemCount {
  readonly errors: number;
  readonly warnings: number;
}

/** How many problems each step has, so that its box can show it. */
export function countByStep(document: FlowDocument, problems: readonly Problem[]): Map<string, ProblemCount> {
  const counts = new Map<string, ProblemCount>();
  for (const problem of problems) {
    const place = locate(document, problem.pointer);
    const id = place.kind === "step" ? place.id : place.kind === "edge" ? place.from : undefined;
    if (id === undefined) continue;
    const before = counts.get(id) ?? { errors: 0, warnings: 0 };
    const isError = problem.severity.toLowerCase() === "error";
    counts.set(id, { errors: before.errors + (isError ? 1 : 0), warnings: before.warnings + (isError ? 0 : 1) });
  }
  return counts;
}

function sameStart(a: Path, b: Path): boolean {
  return a.every((part, i) => String(part) === String(b[i]));
}
