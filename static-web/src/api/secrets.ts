import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "./client";

/** The names of the secrets; their values never leave the app. */
export const secretNamesQuery = queryOptions({
  queryKey: ["secrets", "names"],
  queryFn: async ({ signal }) =>
    (await answer(api.GET("/api/secrets", { signal, params: { query: { limit: 200 } } }))).items.map((secret) => secret.name),
  staleTime: 60_000,
});
