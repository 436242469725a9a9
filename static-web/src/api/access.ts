import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api, request, requestBlob, type RequestOptions } from "./client";
import { ApiError } from "./problem";
import type { components } from "./schema";

export type Member = components["schemas"]["MemberResource"];
export type ApiKey = components["schemas"]["ApiKeyResource"];
export type Limit = components["schemas"]["LimitResource"];
export type AuditEntry = components["schemas"]["AuditEntry"];

/** What somebody, or a key, may do in the workspace. */
export interface GrantInput {
  readonly role: string;
  readonly flows?: string;
  readonly permissions?: readonly string[];
}

const exportTimeout = 300_000;

export const membersQuery = queryOptions({
  queryKey: ["access", "members"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/members", { signal }))).items,
});

export async function writeMember(id: string, grant: GrantInput, name: string | undefined): Promise<Member> {
  const body = { ...grant, ...(name === undefined ? {} : { name }) };
  return request<Member>(`/api/members/${encodeURIComponent(id)}`, { method: "PUT", body });
}

export async function removeMember(id: string): Promise<void> {
  await request(`/api/members/${encodeURIComponent(id)}`, { method: "DELETE" });
}

export const keysQuery = queryOptions({
  queryKey: ["access", "keys"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/api-keys", { signal }))).items,
});

export async function createKey(name: string, grant: GrantInput, expiresInDays: number): Promise<ApiKey> {
  return request<ApiKey>("/api/api-keys", { method: "POST", body: { name, expiresInDays, ...grant } });
}

export async function revokeKey(id: string): Promise<void> {
  await request(`/api/api-keys/${encodeURIComponent(id)}`, { method: "DELETE" });
}

export const limitsQuery = queryOptions({
  queryKey: ["access", "limits"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/limits", { signal }))).limits,
});

export async function writeLimit(limit: Limit, value: number): Promise<Limit> {
  return changeLimit(limit, { method: "PUT", body: { value } });
}

export async function resetLimit(limit: Limit): Promise<Limit> {
  return changeLimit(limit, { method: "DELETE" });
}

/** Changes a limit that nobody else has changed since it was read. */
async function changeLimit({ name, etag }: Limit, options: RequestOptions): Promise<Limit> {
  try {
    return await request<Limit>(`/api/limits/${encodeURIComponent(name)}`, { ...options, headers: { "if-match": etag } });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 412) throw error;
    throw new ApiError(412, error.code, "Somebody else has changed it in the meantime. Look at what it is now, and try again.");
  }
}

/** Which entries of the audit log are shown; what is missing lets all through. */
export interface AuditFilter {
  readonly from?: string;
  readonly to?: string;
  readonly caller?: string;
  readonly action?: string;
  readonly target?: string;
}

export function auditQuery(filter: AuditFilter) {
  return infiniteQueryOptions({
    queryKey: ["access", "audit", filter],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET("/api/audit", {
          signal,
          params: { query: { ...filter, pageSize: 50, ...(pageParam === "" ? {} : { continuationToken: pageParam }) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.continuationToken,
  });
}

/** The log as lines of JSON. A link could not say who asks for it. */
export async function exportAudit({ from, to }: AuditFilter): Promise<Blob> {
  const query = new URLSearchParams({ ...(from && { from }), ...(to && { to }) });
  return requestBlob(`/api/audit/export?${query.toString()}`, exportTimeout);
}
