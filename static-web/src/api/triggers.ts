import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Json, JsonObject } from "../flow/json";
import { answer, api, request } from "./client";
import { ApiError } from "./problem";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Schedule = Schemas["ScheduleResource"];
export type ScheduledTime = Schemas["ScheduledTimeResource"];
export type Upcoming = Schemas["UpcomingResource"];
export type Backfill = Schemas["BackfillResource"];
export type Trigger = Schemas["TriggerResource"];
export type CapturedRequest = Schemas["CapturedRequestDescription"];

const pathOf = (id: string) => `/api/triggers/${encodeURIComponent(id)}`;
const scheduleOf = (id: string) => `/api/schedules/${encodeURIComponent(id)}`;

/** What schedules and triggers do by themselves changes the lists. */
const refetchInterval = 15_000;

export const schedulesQuery = infiniteQueryOptions({
  queryKey: ["triggers", "schedules"],
  queryFn: ({ signal, pageParam }) =>
    answer(api.GET("/api/schedules", { signal, params: { query: { limit: 50, ...(pageParam ? { continuation: pageParam } : {}) } } })),
  initialPageParam: "",
  getNextPageParam: (page) => page.continuation ?? undefined,
  refetchInterval,
});

export function triggersQuery(type: "webhook" | "queue") {
  return infiniteQueryOptions({
    queryKey: ["triggers", "list", type],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET("/api/triggers", {
          signal,
          params: { query: { type, limit: 50, ...(pageParam ? { continuation: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.continuation ?? undefined,
    refetchInterval,
  });
}

export function upcomingQuery(id: string, count: number) {
  return queryOptions({
    queryKey: ["triggers", "upcoming", id, count],
    queryFn: ({ signal }) => answer(api.GET("/api/schedules/{id}/upcoming", { signal, params: { path: { id }, query: { count } } })),
  });
}

/** The next times of a schedule that is still being written. */
export function previewQuery(schedule: JsonObject, count: number) {
  return queryOptions({
    queryKey: ["triggers", "preview", schedule, count],
    queryFn: ({ signal }) => request<Upcoming>("/api/schedules/preview", { method: "POST", body: { schedule, count }, signal }),
    retry: false,
    staleTime: 30_000,
    gcTime: 60_000,
  });
}

export async function pauseTrigger(id: string, reason: string): Promise<void> {
  await request(`${pathOf(id)}/pause`, { method: "POST", body: reason === "" ? {} : { reason } });
}

export async function resumeTrigger(id: string): Promise<void> {
  await request(`${pathOf(id)}/resume`, { method: "POST" });
}

export interface Fired {
  readonly id: string;
}

/** Starts a run now. The key makes it one run however often the request is sent. */
export async function fireTrigger(id: string, body: Json, key: string): Promise<Fired> {
  return request<Fired>(`${pathOf(id)}/fire`, { method: "POST", body, headers: { "idempotency-key": key } });
}

/** Starts a run for each time of a window; may take a while. */
export async function backfill(id: string, from: string, to: string, dryRun: boolean, signal?: AbortSignal): Promise<Backfill> {
  return request<Backfill>(`${scheduleOf(id)}/backfill`, { method: "POST", body: { from, to, dryRun }, timeout: 300_000, signal });
}

export function capturedQuery(id: string) {
  return queryOptions({
    queryKey: ["triggers", "captured", id],
    queryFn: ({ signal }) => listCaptured(id, signal),
    refetchInterval: 3_000,
  });
}

async function listCaptured(id: string, signal: AbortSignal): Promise<readonly CapturedRequest[]> {
  return (await answer(api.GET("/api/triggers/{id}/requests", { signal, params: { path: { id } } }))).items;
}

/** A request that came to the test address of one of a flow's webhooks. */
export interface FlowCaptured {
  readonly trigger: string;
  readonly request: CapturedRequest;
}

/** The requests that came to the test addresses of a flow's webhooks, of each the newest first. */
export function flowCapturedQuery(flow: string, webhooks: readonly string[]) {
  return queryOptions({
    queryKey: ["captured", flow, ...webhooks],
    queryFn: async ({ signal }) => (await Promise.all(webhooks.map((id) => ofWebhook(`${flow}.${id}`, signal)))).flat(),
    enabled: webhooks.length > 0,
  });
}

async function ofWebhook(trigger: string, signal: AbortSignal): Promise<FlowCaptured[]> {
  try {
    return (await listCaptured(trigger, signal)).map((request) => ({ trigger, request }));
  } catch (error) {
    // A webhook that was drawn a moment ago is not saved yet.
    if (error instanceof ApiError && error.status === 404) return [];
    throw error;
  }
}

/** What a run would see of a captured request under `trigger`. It never changes. */
export function capturedValueQuery(id: string, requestId: string) {
  return queryOptions({
    queryKey: ["triggers", "captured", id, requestId],
    queryFn: ({ signal }) => request<JsonObject>(`${pathOf(id)}/requests/${encodeURIComponent(requestId)}`, { signal }),
    staleTime: Infinity,
  });
}

export async function createTestUrl(id: string): Promise<{ readonly url: string; readonly expiresAt: string }> {
  return request(`${pathOf(id)}/test-url`, { method: "POST" });
}

export async function forgetCaptured(id: string): Promise<void> {
  await request(`${pathOf(id)}/requests`, { method: "DELETE" });
}

export async function replayCaptured(id: string, requestId: string): Promise<Fired> {
  return request<Fired>(`${pathOf(id)}/requests/${encodeURIComponent(requestId)}/replay`, { method: "POST" });
}

/** The input that a run of the published flow would get of a captured request; the body when nothing is published yet. */
export async function inputOfCaptured(id: string, requestId: string): Promise<{ readonly input: Json }> {
  return request(`${pathOf(id)}/requests/${encodeURIComponent(requestId)}/replay?dryRun=true`, { method: "POST" });
}
