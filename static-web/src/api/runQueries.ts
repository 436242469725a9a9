import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Json, JsonObject } from "../flow/json";
import { request } from "./client";
import type { LogLine, Page, Run, RunStatus, RunStep, RunSummary } from "./runs";

const ended: ReadonlySet<RunStatus> = new Set(["Succeeded", "Failed", "Cancelled", "TimedOut"]);

export interface RunFilter {
  readonly flow?: string | undefined;
  readonly status?: string | undefined;
}

function queryOf(members: Readonly<Record<string, string | number | undefined>>): string {
  const said = Object.entries(members).filter((entry): entry is [string, string | number] => entry[1] !== undefined && entry[1] !== "");
  return new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString();
}

function pathOf(id: string): string {
  return `/api/runs/${encodeURIComponent(id)}`;
}

export function runsQuery(filter: RunFilter, limit = 50) {
  return infiniteQueryOptions({
    queryKey: ["runs", "list", filter.flow ?? "", filter.status ?? "", limit],
    queryFn: ({ signal, pageParam }) =>
      request<Page<RunSummary>>(`/api/runs?${queryOf({ ...filter, limit, continuation: pageParam })}`, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.continuation,
  });
}

export function runQuery(id: string) {
  return queryOptions({ queryKey: ["runs", "one", id], queryFn: ({ signal }) => request<Run>(pathOf(id), { signal }) });
}

/** How a run has ended, or stands. */
export function statusQuery(id: string) {
  return queryOptions({
    queryKey: ["runs", "status", id],
    queryFn: async ({ signal }) => (await request<Run>(pathOf(id), { signal })).status,
    staleTime: ({ state }) => (state.data && ended.has(state.data) ? Infinity : 5_000),
    refetchInterval: ({ state }) => (state.data && !ended.has(state.data) ? 5_000 : false),
  });
}

/** The newest run of a flow with its data, for previews; null when there is none. */
export function lastRunQuery(flow: string) {
  return queryOptions({
    queryKey: ["runs", "last", flow],
    queryFn: async ({ signal }) => {
      const [newest] = (await request<Page<RunSummary>>(`/api/runs?${queryOf({ flow, limit: 1 })}`, { signal })).items;
      return newest ? await request<Run>(pathOf(newest.id), { signal }) : null;
    },
    staleTime: 30_000,
  });
}

export async function readSteps(id: string, continuation: string): Promise<Page<RunStep>> {
  return request<Page<RunStep>>(`${pathOf(id)}/steps?${queryOf({ limit: 200, continuation })}`);
}

export interface HistoryEvent {
  readonly event: string;
  readonly at: string;
  readonly [member: string]: Json;
}

export function historyQuery(id: string, ended: boolean) {
  return infiniteQueryOptions({
    queryKey: ["runs", "history", id, ended],
    queryFn: ({ signal, pageParam }) =>
      request<Page<HistoryEvent>>(`${pathOf(id)}/history?${queryOf({ limit: 100, continuation: pageParam })}`, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.continuation,
  });
}

/** The stored log, oldest lines first. It is read again when the run has ended. */
export function logsQuery(id: string, ended: boolean) {
  return infiniteQueryOptions({
    queryKey: ["runs", "logs", id, ended],
    queryFn: ({ signal, pageParam }) =>
      request<Page<LogLine>>(`${pathOf(id)}/logs?${queryOf({ limit: 1000, after: pageParam })}`, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.continuation,
    staleTime: Infinity,
  });
}

export interface Started {
  readonly id: string;
}

/** Starts a run. The key makes it one run however often the request is sent. */
export async function startRun(flow: string, input: Json, version: number | undefined, key: string): Promise<Started> {
  return request<Started>(`/api/flows/${encodeURIComponent(flow)}/runs?${queryOf({ version })}`, {
    method: "POST",
    body: input,
    headers: { "idempotency-key": key },
  });
}

/** Starts a run in which results are given rather than computed. */
export async function startPinned(flow: string, body: JsonObject, version: number, key: string): Promise<Started> {
  return request<Started>(`/api/flows/${encodeURIComponent(flow)}/runs?${queryOf({ version, pinned: "true" })}`, {
    method: "POST",
    body,
    headers: { "idempotency-key": key },
  });
}

export type RunAction = "pause" | "resume" | "cancel" | "terminate";

export async function controlRun(id: string, action: RunAction, reason: string): Promise<void> {
  await request(`${pathOf(id)}/${action}`, { method: "POST", ...(reason === "" ? {} : { body: { reason } }) });
}

export async function signalRun(id: string, name: string, data: Json): Promise<void> {
  await request(`${pathOf(id)}/signals/${encodeURIComponent(name)}`, { method: "POST", body: data });
}

export async function decide(id: string, step: string, decision: "approve" | "reject", comment: string): Promise<void> {
  const body = comment === "" ? { decision } : { decision, comment };
  await request(`${pathOf(id)}/approvals/${encodeURIComponent(step)}`, { method: "POST", body });
}

export interface Rerun {
  readonly from: "start" | "failed" | "step";
  readonly step?: string;
  readonly plan: "same" | "newest";
}

export async function rerun(id: string, how: Rerun, key: string): Promise<Started> {
  return request<Started>(`${pathOf(id)}/rerun`, { method: "POST", body: how, headers: { "idempotency-key": key } });
}

export async function deleteRun(id: string): Promise<void> {
  await request(pathOf(id), { method: "DELETE" });
}

export async function readPayload(href: string): Promise<Json> {
  return request<Json>(href);
}
