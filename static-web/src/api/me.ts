import { queryOptions, useQuery } from "@tanstack/react-query";
import { dependsOnFlow, refusalOf, type Person } from "../flow/access/permissions";
import { answer, api } from "./client";
import type { components } from "./schema";

export type Me = components["schemas"]["MeResource"];

const every = 15_000;

/** Who is signed in and what they may do; asked now and then, because roles change, and to notice that the app does not answer. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => answer(api.GET("/api/me", { signal })),
  refetchInterval: every,
  retry: false,
});

/** The same for one flow, for those whose role is for some flows only. */
function meOfQuery(flow: string | undefined) {
  return queryOptions({
    queryKey: ["me", flow],
    queryFn: ({ signal }) => answer(api.GET("/api/me", { signal, params: { query: flow === undefined ? {} : { flow } } })),
    enabled: flow !== undefined,
    staleTime: every,
  });
}

/** Tells why somebody may not do something; nothing when they may. */
export function useRefusals(flow?: string): (permission: string) => string | undefined {
  const general = useQuery(meQuery).data;
  const own = useQuery(meOfQuery(dependsOnFlow(general) ? flow : undefined)).data;
  const person: Person | undefined = own ?? general;
  return (permission) => refusalOf(person, permission);
}
