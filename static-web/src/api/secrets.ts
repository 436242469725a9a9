import { queryOptions } from "@tanstack/react-query";
import { answer, api, request } from "./client";
import type { components } from "./schema";

export type Secret = components["schemas"]["SecretResource"];

/** The most that a page may have; a workspace has seldom more. */
const limit = 200;

/** The names of the secrets; their values never leave the app. */
export const secretNamesQuery = queryOptions({
  queryKey: ["secrets", "names"],
  queryFn: async ({ signal }) =>
    (await answer(api.GET("/api/secrets", { signal, params: { query: { limit } } }))).items.map((secret) => secret.name),
  staleTime: 60_000,
});

/** All secrets of an environment, or those that can be recovered. */
export function secretsQuery(environment: string, deleted: boolean) {
  return queryOptions({
    queryKey: ["secrets", "list", environment, deleted],
    queryFn: async ({ signal }) => {
      const all: Secret[] = [];
      let continuation: string | undefined;
      do {
        const query = { environment, deleted, limit, ...(continuation === undefined ? {} : { continuation }) };
        const page = await answer(api.GET("/api/secrets", { signal, params: { query } }));
        all.push(...page.items);
        continuation = page.continuation ?? undefined;
      } while (continuation !== undefined);
      return all;
    },
  });
}

function pathOf(name: string, environment: string, more = ""): string {
  return `/api/secrets/${encodeURIComponent(name)}${more}?environment=${encodeURIComponent(environment)}`;
}

/** Writes the next version; `isNew` refuses to replace one that is there. */
export async function writeSecret(name: string, environment: string, value: string, isNew: boolean): Promise<Secret> {
  const headers: Record<string, string> = isNew ? { "if-none-match": "*" } : {};
  return request<Secret>(pathOf(name, environment), { method: "PUT", body: { value }, headers });
}

export async function deleteSecret(name: string, environment: string): Promise<void> {
  await request(pathOf(name, environment), { method: "DELETE" });
}

export async function recoverSecret(name: string, environment: string): Promise<Secret> {
  return request<Secret>(pathOf(name, environment, "/recover"), { method: "POST" });
}
