import type { RunStep } from "../../api/runs";
import { phaseOf, type Phase } from "./overlay";

/** One attempt of a step as a bar: offsets in milliseconds from the start of the run. */
export interface Bar {
  readonly path: string;
  readonly attempt: number;
  readonly phase: Phase;
  readonly from: number;
  readonly to: number;
}

export interface Timeline {
  readonly bars: readonly Bar[];
  readonly length: number;
}

/** The attempts of a run's steps by when they began. Those under way reach to now. */
export function timelineOf(startedAt: string | undefined, steps: Iterable<RunStep>, now: number): Timeline {
  const start = startedAt === undefined ? now : Date.parse(startedAt);
  const bars = [...steps].flatMap((step) => barsOf(step, start, now)).sort((a, b) => a.from - b.from || a.attempt - b.attempt);
  return { bars, length: bars.reduce((longest, bar) => Math.max(longest, bar.to), 1) };
}

function barsOf(step: RunStep, start: number, now: number): Bar[] {
  const attempts = step.attempts ?? [];
  return attempts.flatMap((attempt, i): Bar[] => {
    if (attempt.startedAt === undefined) return [];
    const from = Date.parse(attempt.startedAt) - start;
    const to = attempt.endedAt === undefined ? now - start : Date.parse(attempt.endedAt) - start;
    const phase = i === attempts.length - 1 ? phaseOf(step.status) : "failed";
    return [
      {
        path: step.path,
        attempt: attempt.number,
        phase: attempt.error ? "failed" : phase,
        from: Math.max(0, from),
        to: Math.max(from, to),
      },
    ];
  });
}
