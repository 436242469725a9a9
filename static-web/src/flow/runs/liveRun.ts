import type { LogLine, Run, RunEvent, RunStep } from "../../api/runs";

/** A run as far as its events have told it. Immutable. */
export interface LiveRun {
  readonly run: Run;
  readonly steps: ReadonlyMap<string, RunStep>;
  readonly lines: readonly LogLine[];
  readonly ended: boolean;
}

/** Log lines that a live view keeps; the stored log has all of them. */
export const maxLines = 5000;

export function startOf(run: Run): LiveRun {
  return { run, steps: new Map(run.steps.map((step) => [step.path, step])), lines: [], ended: run.endedAt !== undefined };
}

/** The run after some events. They tell states, not differences, so one that is seen twice does no harm. */
export function follow(before: LiveRun | undefined, events: readonly RunEvent[]): LiveRun | undefined {
  let live = before;
  const steps = new Map(before?.steps);
  const lines: LogLine[] = [];
  for (const event of events) {
    if (event.event === "snapshot") {
      live = { ...startOf(event.data), lines: live?.lines ?? [] };
      steps.clear();
      for (const step of event.data.steps) steps.set(step.path, step);
    } else if (live) live = apply(live, event, steps, lines);
  }
  if (!live) return undefined;
  return { ...live, steps, lines: lines.length === 0 ? live.lines : [...live.lines, ...lines].slice(-maxLines) };
}

/** More steps of a large run, read page by page. What events have told meanwhile is newer and stays. */
export function withSteps(live: LiveRun, page: readonly RunStep[]): LiveRun {
  return { ...live, steps: new Map([...page.map((step): [string, RunStep] => [step.path, step]), ...live.steps]) };
}

function apply(live: LiveRun, event: Exclude<RunEvent, { event: "snapshot" }>, steps: Map<string, RunStep>, lines: LogLine[]): LiveRun {
  switch (event.event) {
    case "step":
      steps.set(event.data.path, event.data);
      return live;
    case "run":
      return { ...live, run: { ...live.run, ...event.data } };
    case "waiting":
      return { ...live, run: { ...live.run, waitingFor: [...event.data.waitingFor] } };
    case "log":
      lines.push(event.data);
      return live;
    case "end":
      return { ...live, run: { ...live.run, status: event.data.status, waitingFor: [] }, ended: true };
  }
}
