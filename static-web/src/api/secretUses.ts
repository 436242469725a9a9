import { queryOptions } from "@tanstack/react-query";
import type { Json } from "../flow/json";
import { usesSecret } from "../flow/secretUses";
import { answer, api } from "./client";
import type { Flow } from "./flows";

/** How many flows are read to find out; each is a request. */
export const mostFlows = 200;
const atOnce = 6;

/** The flows whose newest version names a secret. */
export function usesQuery(name: string) {
  return queryOptions({
    queryKey: ["secrets", "uses", name],
    queryFn: async ({ signal }) => {
      const page = await answer(api.GET("/api/flows", { signal, params: { query: { limit: mostFlows } } }));
      const flows: Flow[] = [];
      for (let at = 0; at < page.items.length; at += atOnce) {
        const read = await Promise.all(page.items.slice(at, at + atOnce).map((flow) => readFlow(flow.id, signal)));
        flows.push(...read.filter((flow) => usesSecret(flow.document as Json, name)));
      }
      return { flows, isCut: page.continuation != null };
    },
    staleTime: 30_000,
  });
}

async function readFlow(id: string, signal: AbortSignal): Promise<Flow> {
  return answer(api.GET("/api/flows/{id}", { signal, params: { path: { id } } }));
}
