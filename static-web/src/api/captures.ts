import { queryOptions } from "@tanstack/react-query";
import type { Json } from "../flow/json";
import { answer, api } from "./client";
import { ApiError } from "./problem";

export interface Captured {
  readonly key: string;
  readonly trigger: string;
  readonly request: string;
  readonly label: string;
}

/** The requests that came to the test addresses of a flow's webhooks, of each the newest first. */
export function capturedQuery(flow: string, webhooks: readonly string[]) {
  return queryOptions({
    queryKey: ["captured", flow, ...webhooks],
    queryFn: async ({ signal }) => (await Promise.all(webhooks.map((id) => list(`${flow}.${id}`, signal)))).flat(),
    enabled: webhooks.length > 0,
  });
}

async function list(trigger: string, signal: AbortSignal): Promise<Captured[]> {
  try {
    const { items } = await answer(api.GET("/api/triggers/{id}/requests", { signal, params: { path: { id: trigger } } }));
    return items.map((one) => ({
      key: `${trigger} ${one.id}`,
      trigger,
      request: one.id,
      label: `${one.method} ${one.path}, ${new Date(one.receivedAt).toLocaleString()}`,
    }));
  } catch (error) {
    // A webhook that was drawn a moment ago is not saved yet.
    if (error instanceof ApiError && error.status === 404) return [];
    throw error;
  }
}

/** What a run would see of a captured request under `trigger`. */
export async function readCaptured({ trigger, request }: Captured): Promise<Json> {
  const params = { path: { id: trigger, requestId: request } };
  return answer(api.GET("/api/triggers/{id}/requests/{requestId}", { params }));
}
