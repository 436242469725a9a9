import type { components } from "./schema";

type Schemas = components["schemas"];

export type RunStatus = Schemas["RunStatus"];
export type StepStatus = Schemas["StepStatus"];
export type RunError = Schemas["RunErrorDescription"];
export type RunSummary = Schemas["RunSummaryDescription"];
export type StepAttempt = Schemas["StepAttemptDescription"];
export type RunStep = Schemas["RunStepDescription"];
export type WaitReason = Schemas["WaitReasonDescription"];
export type Run = Schemas["RunDescription"];
export type LogLine = Schemas["LogLineDescription"];

export interface Page<T> {
  readonly items: readonly T[];
  readonly continuation?: string;
}

/** What a live stream of a run tells; see docs/api-events.md. */
export type RunEvent =
  | { readonly event: "snapshot"; readonly data: Run }
  | { readonly event: "step"; readonly data: RunStep }
  | { readonly event: "run"; readonly data: RunSummary }
  | { readonly event: "waiting"; readonly data: { readonly waitingFor: readonly WaitReason[] } }
  | { readonly event: "log"; readonly data: LogLine }
  | { readonly event: "end"; readonly data: { readonly status: RunStatus } };
