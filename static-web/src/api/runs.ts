import type { Json } from "../flow/json";

// The app's OpenAPI document does not yet say what the routes of runs answer; docs/api-runs.md and docs/api-events.md do.
// These types follow those pages and go as soon as the document has them.

export type RunStatus = "Queued" | "Running" | "Paused" | "Succeeded" | "Failed" | "Cancelled" | "TimedOut";

export type StepStatus =
  "Pending" | "Ready" | "Running" | "Waiting" | "Retrying" | "Succeeded" | "Failed" | "TimedOut" | "Skipped" | "Cancelled";

export interface RunError {
  readonly code: string;
  readonly message: string;
  readonly step?: string;
  readonly details?: Json;
}

export interface RunSummary {
  readonly id: string;
  readonly flowId: string;
  readonly version?: number;
  readonly status: RunStatus;
  readonly queuedAt?: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly durationMs?: number;
  readonly trigger?: string;
  readonly triggerId?: string;
  readonly error?: RunError;
  readonly output?: Json;
  readonly parentRunId?: string;
  readonly rerunOf?: string;
}

export interface StepAttempt {
  readonly number: number;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly durationMs?: number;
  readonly error?: RunError;
}

export interface RunStep {
  readonly path: string;
  readonly id: string;
  readonly type: string;
  readonly status: StepStatus;
  readonly attempt: number;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly durationMs?: number;
  readonly port?: string;
  readonly output?: Json;
  readonly error?: RunError;
  readonly reused?: boolean;
  readonly pinned?: boolean;
  readonly waiting?: { readonly until?: string; readonly signal?: string; readonly details?: Json };
  readonly attempts?: readonly StepAttempt[];
  readonly childRunIds?: readonly string[];
  readonly iterations?: { readonly total?: number; readonly finished: number };
}

export interface WaitReason {
  readonly kind: string;
  readonly step?: string;
  readonly message: string;
  readonly since?: string;
  readonly until?: string;
  readonly target?: string;
  readonly place?: number;
}

export interface Run extends RunSummary {
  readonly planHash: string;
  readonly input?: Json;
  readonly triggerData?: Json;
  readonly waitingFor: readonly WaitReason[];
  readonly steps: readonly RunStep[];
  readonly stepCount: number;
  readonly stepsContinuation?: string;
}

export interface LogLine {
  readonly at: string;
  readonly level: string;
  readonly step?: string;
  readonly attempt?: number;
  readonly message: string;
  readonly source?: string;
}

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
