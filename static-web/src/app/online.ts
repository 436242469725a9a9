import { useNetwork } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { request } from "../api/client";
import { ApiError, signedOut } from "../api/problem";

const every = 15_000;

export type Connection = "good" | "away" | "signedOut";

/** Whether the app answers. It is asked now and then, and at once when the network comes back. */
export function useConnection(): Connection {
  const { online } = useNetwork();
  const { error } = useQuery({
    queryKey: ["reachable"],
    queryFn: ({ signal }) => request<unknown>("/api/flows?limit=1", { signal, timeout: 10_000 }).then(() => true),
    refetchInterval: every,
    retry: false,
  });
  if (error instanceof ApiError && error.code === signedOut) return "signedOut";
  return online && !(error instanceof ApiError && error.status === 0) ? "good" : "away";
}
