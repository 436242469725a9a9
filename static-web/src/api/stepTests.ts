import { eventParser } from "../flow/streams/eventStream";
import type { Json } from "../flow/json";
import { request, requestResponse } from "./client";
import { ApiError } from "./problem";
import type { components } from "./schema";

export type StepTest = components["schemas"]["StepTestResource"];
export type StepTestLine = components["schemas"]["StepTestLine"];

export interface StepTestInput {
  readonly with: Json;
  readonly input?: Json | undefined;
  readonly trigger?: Json | undefined;
  readonly steps?: Readonly<Record<string, unknown>>;
  readonly flow?: string | undefined;
}

/** Carries one step out, for real, without a run. */
export async function testStep(type: string, body: StepTestInput, signal?: AbortSignal): Promise<StepTest> {
  return request<StepTest>(addressOf(type), { method: "POST", body, signal, timeout: 70_000 });
}

/** What the app allows a trial to take, and a little more. */
const streamTimeout = 330_000;

/**
 * The same, telling what the step prints while it runs; the signal stops it. Where streams cannot pass, the answer comes at once and
 * has all lines.
 */
export async function followStepTest(
  type: string,
  body: StepTestInput,
  onLines: (lines: readonly StepTestLine[]) => void,
  signal: AbortSignal,
): Promise<StepTest> {
  const headers = { accept: "text/event-stream, application/json;q=0.9" };
  const answer = await requestResponse(addressOf(type), { method: "POST", body, signal, headers, timeout: streamTimeout });
  if (!answer.headers.get("content-type")?.startsWith("text/event-stream")) {
    const result = (await answer.json()) as StepTest;
    onLines(result.log ?? []);
    return result;
  }
  return readStream(answer, onLines);
}

async function readStream(answer: Response, onLines: (lines: readonly StepTestLine[]) => void): Promise<StepTest> {
  const reader = (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
  const parse = eventParser();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const events = parse.read(piece.value);
    const lines = events.filter((one) => one.event === "log").map((one) => JSON.parse(one.data) as StepTestLine);
    if (lines.length > 0) onLines(lines);
    const result = events.find((one) => one.event === "result");
    if (result) return JSON.parse(result.data) as StepTest;
  }
  throw new ApiError(0, "Offline", "The connection ended before the script did. Run it again.");
}

function addressOf(type: string): string {
  return `/api/step-types/${encodeURIComponent(type)}/test`;
}
