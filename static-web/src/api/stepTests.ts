import type { Json } from "../flow/json";
import { request } from "./client";
import type { components } from "./schema";

export type StepTest = components["schemas"]["StepTestResource"];

export interface StepTestInput {
  readonly with: Json;
  readonly input?: Json | undefined;
  readonly trigger?: Json | undefined;
  readonly steps?: Readonly<Record<string, unknown>>;
  readonly flow?: string;
}

/** Carries one step out, for real, without a run. */
export async function testStep(type: string, body: StepTestInput, signal?: AbortSignal): Promise<StepTest> {
  return request<StepTest>(`/api/step-types/${encodeURIComponent(type)}/test`, { method: "POST", body, signal, timeout: 70_000 });
}
