import { useNetwork } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { request } from "../api/client";
import { ApiError } from "../api/problem";

const every = 15_000;

/** Whether the app answers. It is asked now and then, and at once when the network comes back. */
export function useReachable(): boolean {
  const { online } = useNetwork();
  const { error } = useQuery({
    queryKey: ["reachable"],
    queryFn: ({ signal }) => request<unknown>("/api/flows?limit=1", { signal, timeout: 10_000 }).then(() => true),
    refetchInterval: every,
    retry: false,
  });
  return online && !(error instanceof ApiError && error.status === 0);
}
