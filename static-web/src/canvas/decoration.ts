import type { ChangeKind } from "../flow/compare/diff";
import type { ProblemCount } from "../flow/problems";
import type { NodeState } from "../flow/runs/overlay";

/** What a step's box shows besides the step itself. */
export interface Decoration {
  readonly problems?: ProblemCount | undefined;
  readonly state?: NodeState | undefined;
  readonly change?: ChangeKind | undefined;
  /** Whether runs take a given result instead of executing it. */
  readonly isPinned?: boolean;
}

/** Whether two decorations look the same, so that the box need not be drawn again. */
export function sameDecoration(a: Decoration | undefined, b: Decoration | undefined): boolean {
  if (a === b) return true;
  return (
    a?.change === b?.change &&
    (a?.isPinned ?? false) === (b?.isPinned ?? false) &&
    a?.problems?.errors === b?.problems?.errors &&
    a?.problems?.warnings === b?.problems?.warnings &&
    sameState(a?.state, b?.state)
  );
}

function sameState(a: NodeState | undefined, b: NodeState | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  const counts = (state: NodeState) =>
    [...(state.counts ?? [])]
      .map(([phase, count]) => `${phase}${count}`)
      .sort()
      .join();
  return (
    a.phase === b.phase &&
    a.attempt === b.attempt &&
    a.durationMs === b.durationMs &&
    a.iterations?.finished === b.iterations?.finished &&
    a.iterations?.total === b.iterations?.total &&
    counts(a) === counts(b)
  );
}
