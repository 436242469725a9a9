import { request } from "./client";
import { openStream } from "./eventSource";
import { ApiError } from "./problem";
import type { RunEvent } from "./runs";

export type LiveState = "connecting" | "live" | "polling" | "broken" | "ended";

interface Polled {
  readonly items: readonly (RunEvent & { readonly id: string })[];
  readonly last?: string;
}

const names = ["snapshot", "step", "run", "waiting", "log", "end"] as const;
const pollWait = 20;
const retryAfter = 2000;

/**
 * Follows a run until it ends. Where a stream cannot pass, as behind an Azure Functions host, it asks again and again instead.
 * Events come in bundles, one for each frame, so that a busy run does not draw the page for each of them.
 */
export function followRun(id: string, onEvents: (events: readonly RunEvent[]) => void, onState: (state: LiveState) => void): () => void {
  const address = `/api/runs/${encodeURIComponent(id)}/events`;
  const closing = new AbortController();
  const bundle = bundled(onEvents);
  const close = openStream(address, {
    onEvent: ({ event, data }) => {
      if (!isRunEvent(event)) return;
      bundle.add({ event, data: JSON.parse(data) as unknown } as RunEvent);
      if (event !== "end") return;
      close();
      onState("ended");
    },
    onState: (state) => {
      if (state !== "refused") onState(state);
      else void poll(address, closing.signal, (events) => events.forEach(bundle.add), onState);
    },
  });
  return () => {
    close();
    closing.abort();
    bundle.stop();
  };
}

function isRunEvent(name: string): name is RunEvent["event"] {
  return names.some((one) => one === name);
}

function bundled(onEvents: (events: readonly RunEvent[]) => void) {
  let waiting: RunEvent[] = [];
  let frame = 0;
  const flush = () => {
    frame = 0;
    const events = waiting;
    waiting = [];
    onEvents(events);
  };
  return {
    add: (event: RunEvent) => {
      waiting.push(event);
      frame ||= requestAnimationFrame(flush);
    },
    stop: () => {
      cancelAnimationFrame(frame);
    },
  };
}

async function poll(
  address: string,
  signal: AbortSignal,
  onEvents: (events: readonly RunEvent[]) => void,
  onState: (state: LiveState) => void,
): Promise<void> {
  let after: string | undefined;
  while (!signal.aborted) {
    try {
      const query = after === undefined ? "" : `?after=${encodeURIComponent(after)}&wait=${pollWait}s`;
      const answer = await request<Polled | undefined>(address + query, {
        headers: { accept: "application/json" },
        signal,
        timeout: (pollWait + 10) * 1000,
      });
      if (!answer) {
        onState("ended");
        return;
      }
      onState("polling");
      onEvents(answer.items);
      after = answer.last ?? after;
      if (answer.items.some((item) => item.event === "end")) {
        onState("ended");
        return;
      }
    } catch (error) {
      if (isStopped(signal)) return;
      if (error instanceof ApiError && !error.mayPass) {
        onState("broken");
        return;
      }
      onState("connecting");
      await new Promise((resolve) => setTimeout(resolve, retryAfter));
    }
  }
}

/** Asked anew after a wait: the compiler would take what was known before it. */
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted;
}
