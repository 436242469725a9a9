import { eventParser, type EventParser, type StreamEvent } from "../flow/streams/eventStream";
import { endless, requestResponse } from "./client";
import { ApiError } from "./problem";

/** How a stream stands. `refused`: streams cannot pass here. `broken`: what it is about is not there, or not for this person. */
export type StreamState = "connecting" | "live" | "refused" | "broken" | "ended";

export interface StreamReader {
  readonly onEvent: (event: StreamEvent) => void;
  readonly onState: (state: StreamState) => void;
}

// The app says something every 15 seconds at least.
const silence = 45_000;
const firstPause = 2000;
const longestPause = 30_000;

/**
 * Reads server-sent events with requests like all others, which `EventSource` could not: they say who asks. After a break it goes on behind
 * the last event, sooner at first and later when breaks follow each other.
 */
export function openStream(address: string, reader: StreamReader): () => void {
  const closing = new AbortController();
  void keepReading(address, reader, closing.signal);
  return () => closing.abort();
}

async function keepReading(address: string, reader: StreamReader, signal: AbortSignal): Promise<void> {
  let lastId: string | undefined;
  let retry: number | undefined;
  for (let breaks = 0; !signal.aborted; breaks++) {
    const parser = eventParser();
    const end = await readOnce(address, lastId, parser, reader, signal).catch((error: unknown) => endOf(error));
    if (isStopped(signal)) return;
    if (parser.lastId()) {
      lastId = parser.lastId();
      breaks = 0;
    }
    retry = parser.retry() ?? retry;
    reader.onState(end ?? "connecting");
    if (end !== undefined) return;
    await pause(pauseAfter(breaks, retry), signal);
  }
}

/** Asked anew after a wait: the compiler would take what was known before it. */
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** The wait before connecting again, in milliseconds. */
export function pauseAfter(breaks: number, retry = firstPause): number {
  return Math.min(longestPause, retry * 2 ** breaks);
}

/** Undefined for what may pass. */
function endOf(error: unknown): StreamState | undefined {
  if (!(error instanceof ApiError) || error.mayPass || error.status >= 500) return undefined;
  return error.status === 406 ? "refused" : "broken";
}

async function readOnce(
  address: string,
  lastId: string | undefined,
  parser: EventParser,
  reader: StreamReader,
  signal: AbortSignal,
): Promise<StreamState | undefined> {
  const watch = watchdog(signal);
  try {
    const headers = { accept: "text/event-stream", ...(lastId === undefined ? {} : { "last-event-id": lastId }) };
    const answer = await requestResponse(address, { headers, signal: watch.signal, timeout: endless });
    if (answer.status === 204) return "ended";
    if (!answer.body || !answer.headers.get("content-type")?.startsWith("text/event-stream")) return "refused";
    reader.onState("live");
    const pieces = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await pieces.read(); !piece.done; piece = await pieces.read()) {
      watch.saw();
      for (const event of parser.read(piece.value)) if (!isStopped(signal)) reader.onEvent(event);
    }
    return undefined;
  } finally {
    watch.stop();
  }
}

/** Gives up a connection over which nothing comes: some breaks are never told. It is not armed while nobody is signed in: the first answer does that. */
function watchdog(signal: AbortSignal) {
  const own = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    signal: AbortSignal.any([signal, own.signal]),
    saw: () => {
      clearTimeout(timer);
      timer = setTimeout(() => own.abort(), silence);
    },
    stop: () => clearTimeout(timer),
  };
}

function pause(duration: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, duration);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
