import type { RunStep, StepStatus } from "../../api/runs";
import { indexOf, type EdgePlace, type FlowDocument } from "../document";

/** How a step looks while a run is shown. */
export type Phase = "idle" | "running" | "waiting" | "succeeded" | "failed" | "skipped" | "cancelled";

/** What a run has done at a step; in the body of a loop, over all iterations. */
export interface NodeState {
  readonly phase: Phase;
  readonly attempt: number;
  readonly durationMs: number | undefined;
  readonly iterations: { readonly finished: number; readonly total: number | undefined } | undefined;
  /** Iterations in which the step has come to each phase; undefined outside of loops. */
  readonly counts: ReadonlyMap<Phase, number> | undefined;
  /** The path of the step's execution that is shown first: one that failed, waits or runs, else the last. */
  readonly path: string;
}

const phases: Readonly<Record<StepStatus, Phase>> = {
  Pending: "idle",
  Ready: "idle",
  Running: "running",
  Waiting: "waiting",
  Retrying: "waiting",
  Succeeded: "succeeded",
  Failed: "failed",
  TimedOut: "failed",
  Skipped: "skipped",
  Cancelled: "cancelled",
};

/** Of several iterations, the one that most needs to be seen is shown. */
const weight: readonly Phase[] = ["idle", "skipped", "succeeded", "cancelled", "waiting", "running", "failed"];

export function phaseOf(status: StepStatus): Phase {
  return phases[status];
}

/** The state of each step of a run, by the step's id. */
export function overlay(steps: Iterable<RunStep>): Map<string, NodeState> {
  const states = new Map<string, NodeState>();
  for (const step of steps) {
    const before = states.get(step.id);
    const phase = phaseOf(step.status);
    const counts = step.path === step.id ? undefined : new Map(before?.counts);
    counts?.set(phase, (counts.get(phase) ?? 0) + 1);
    const shown = before && weight.indexOf(before.phase) > weight.indexOf(phase) ? before : stateOf(step, phase);
    states.set(step.id, { ...shown, counts });
  }
  return states;
}

/** Whether a run took an edge: its end was reached, and the way it left fits. */
export function isTaken(edge: EdgePlace, states: ReadonlyMap<string, NodeState>, steps: ReadonlyMap<string, RunStep>): boolean {
  const from = states.get(edge.from);
  const to = states.get(edge.to);
  if (!from || !to || to.phase === "skipped") return false;
  if (edge.on === "failure") return from.phase === "failed";
  if (edge.on === "always") return from.phase === "succeeded" || from.phase === "failed" || from.phase === "cancelled";
  return from.phase === "succeeded" && (edge.port === undefined || steps.get(from.path)?.port === edge.port);
}

/** The edges that a run took, by their keys. */
export function takenEdges(
  document: FlowDocument,
  states: ReadonlyMap<string, NodeState>,
  steps: ReadonlyMap<string, RunStep>,
): Set<string> {
  const taken = [...indexOf(document).edges.values()].filter((edge) => isTaken(edge, states, steps));
  return new Set(taken.map((edge) => edge.key));
}

function stateOf(step: RunStep, phase: Phase): NodeState {
  const iterations = step.iterations && { finished: step.iterations.finished, total: step.iterations.total };
  return { phase, attempt: step.attempt, durationMs: step.durationMs, iterations, counts: undefined, path: step.path };
}
