import { queryOptions } from "@tanstack/react-query";
import type { JsonObject } from "../flow/json";
import { answer, api, request } from "./client";
import type { components } from "./schema";

export type About = components["schemas"]["AboutResource"];

/** What the installation is made of and how it is. */
export const aboutQuery = queryOptions({
  queryKey: ["about"],
  queryFn: ({ signal }) => answer(api.GET("/api/about", { signal })),
  refetchInterval: 15_000,
});

/** The JSON Schema of flow documents. */
export const flowSchemaQuery = queryOptions({
  queryKey: ["flow-schema"],
  queryFn: ({ signal }) => request<JsonObject>("/api/flow-schema", { signal }),
  staleTime: Infinity,
});
