import { useEffect, useState } from "react";
import { followRun, type LiveState } from "../../api/liveEvents";
import { readSteps } from "../../api/runQueries";
import type { RunEvent } from "../../api/runs";
import { tellError } from "../../components/toasts";
import { follow, withSteps, type LiveRun } from "../../flow/runs/liveRun";

export interface Followed {
  readonly live: LiveRun | undefined;
  readonly connection: LiveState;
}

const nothing: Followed = { live: undefined, connection: "connecting" };

/** A run as it goes on, with all its steps. Without an id nothing is followed. */
export function useLiveRun(id: string | undefined): Followed {
  const [followed, setFollowed] = useState<{ readonly id: string | undefined } & Followed>({ id, ...nothing });
  useEffect(() => {
    if (id === undefined) return;
    const closing = new AbortController();
    const change = (to: (before: Followed) => Followed) => setFollowed((before) => ({ id, ...to(before.id === id ? before : nothing) }));
    const onEvents = (events: readonly RunEvent[]) => {
      change((before) => ({ ...before, live: follow(before.live, events) }));
      const snapshot = events.find((event) => event.event === "snapshot");
      if (snapshot?.data.stepsContinuation !== undefined) void readRest(id, snapshot.data.stepsContinuation, closing.signal, change);
    };
    const stop = followRun(id, onEvents, (connection) => change((before) => ({ ...before, connection })));
    return () => {
      stop();
      closing.abort();
    };
  }, [id]);
  return followed.id === id ? followed : nothing;
}

/** A run's answer holds its first steps only; the others are read page by page. */
async function readRest(
  id: string,
  continuation: string,
  signal: AbortSignal,
  change: (to: (before: Followed) => Followed) => void,
): Promise<void> {
  let next: string | undefined = continuation;
  while (next !== undefined && !signal.aborted) {
    try {
      const page = await readSteps(id, next);
      change((before) => (before.live ? { ...before, live: withSteps(before.live, page.items) } : before));
      next = page.continuation;
    } catch (error) {
      tellError("Not all steps of the run could be read", error);
      return;
    }
  }
}
