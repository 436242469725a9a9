import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { asObject, type Json, type JsonObject } from "../flow/json";
import { toCatalog, type StepType } from "../flow/catalog";
import { answer, api, request, requestBlob } from "./client";
import type { components } from "./schema";

export type Flow = components["schemas"]["FlowResource"];
export type Draft = components["schemas"]["DraftResource"];
export type Version = components["schemas"]["VersionResource"];

export const stepTypesQuery = queryOptions({
  queryKey: ["step-types"],
  queryFn: async ({ signal }) => toCatalog((await answer(api.GET("/api/step-types", { signal }))).items as readonly StepType[]),
  staleTime: Infinity,
});

export function flowsQuery(q: string) {
  return infiniteQueryOptions({
    queryKey: ["flows", "list", q],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET("/api/flows", {
          signal,
          params: { query: { limit: 50, ...(q ? { q } : {}), ...(pageParam ? { continuation: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.continuation ?? undefined,
    // While one types, what was found before stays: rows neither jump nor lose an open menu.
    placeholderData: keepPreviousData,
  });
}

export function flowQuery(id: string) {
  return queryOptions({
    queryKey: ["flows", "one", id],
    queryFn: ({ signal }) => answer(api.GET("/api/flows/{id}", { signal, params: { path: { id } } })),
  });
}

export function versionsQuery(id: string) {
  return queryOptions({
    queryKey: ["flows", "versions", id],
    queryFn: ({ signal }) => answer(api.GET("/api/flows/{id}/versions", { signal, params: { path: { id }, query: { limit: 50 } } })),
  });
}

export async function readVersion(id: string, version: number): Promise<Version> {
  return answer(api.GET("/api/flows/{id}/versions/{version}", { params: { path: { id, version } } }));
}

/** What a version says; it never changes. */
export function versionDocumentQuery(id: string, version: number) {
  return queryOptions({
    queryKey: ["flows", "version", id, version],
    queryFn: async () => asObject((await readVersion(id, version)).document as Json),
    staleTime: Infinity,
  });
}

/** The flow's draft; undefined when there is none. */
export async function readDraft(id: string): Promise<Draft | undefined> {
  return answer(api.GET("/api/flows/{id}/draft", { params: { path: { id } } }));
}

/** Saves a draft on the condition that it is still the one that was read; `etag` undefined says that there was none. */
export async function saveDraft(
  id: string,
  document: JsonObject,
  etag: string | undefined,
  baseVersion: number | undefined,
): Promise<Draft> {
  const query = baseVersion === undefined ? "" : `?baseVersion=${baseVersion}`;
  const condition: Record<string, string> = etag === undefined ? { "if-none-match": "*" } : { "if-match": etag };
  return request<Draft>(`/api/flows/${encodeURIComponent(id)}/draft${query}`, { method: "PUT", body: document, headers: condition });
}

export async function dropDraft(id: string): Promise<void> {
  await request(`/api/flows/${encodeURIComponent(id)}/draft`, { method: "DELETE" });
}

/** Makes the draft a version and publishes it. */
export async function publishDraft(id: string, etag: string | undefined, message: string): Promise<Flow> {
  return request<Flow>(`/api/flows/${encodeURIComponent(id)}/publish`, {
    method: "POST",
    body: message === "" ? {} : { message },
    ...(etag === undefined ? {} : { headers: { "if-match": etag } }),
  });
}

export async function rollback(id: string, version: number, message: string): Promise<Flow> {
  return request<Flow>(`/api/flows/${encodeURIComponent(id)}/rollback`, {
    method: "POST",
    body: message === "" ? { version } : { version, message },
  });
}

/** Saves a new flow that runs cannot start with yet. */
export async function createFlow(document: JsonObject): Promise<Flow> {
  return request<Flow>("/api/flows?publish=false", { method: "POST", body: document });
}

/** Makes a version that is not published, to try it. */
export async function saveVersion(id: string, document: JsonObject, etag: string, message: string): Promise<Flow> {
  const query = `publish=false&message=${encodeURIComponent(message)}`;
  return request<Flow>(`/api/flows/${encodeURIComponent(id)}?${query}`, { method: "PUT", body: document, headers: { "if-match": etag } });
}

export async function deleteFlow(id: string): Promise<void> {
  await request(`/api/flows/${encodeURIComponent(id)}`, { method: "DELETE" });
}

/** A zip, or a flow alone as JSON or YAML. */
export async function importFlow(file: File): Promise<Flow> {
  const isZip = /\.zip$/i.test(file.name) || file.type.includes("zip");
  const type = isZip ? "application/zip" : /\.ya?ml$/i.test(file.name) ? "application/yaml" : "application/json";
  const path = isZip ? "/api/flows/import" : "/api/flows";
  return request<Flow>(path, { method: "POST", body: new Blob([file]), headers: { "content-type": type }, timeout: 120_000 });
}

export async function exportFlow(id: string): Promise<Blob> {
  return requestBlob(`/api/flows/${encodeURIComponent(id)}/export`);
}

/** Lets runs start with a version that is there already. */
export async function publishVersion(id: string, version: number, message: string): Promise<Flow> {
  return request<Flow>(`/api/flows/${encodeURIComponent(id)}/publish`, {
    method: "POST",
    body: message === "" ? { version } : { version, message },
  });
}
