import { useNetwork } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useAccess } from "../access/session";
import { meQuery } from "../api/me";
import { ApiError } from "../api/problem";

export type Connection = "good" | "away" | "signedOut";

/** Whether the app answers, and whether it knows who asks. It is asked now and then, and at once when the network comes back. */
export function useConnection(): Connection {
  const { online } = useNetwork();
  const { error } = useQuery(meQuery);
  const isLost = useAccess((state) => state.standing === "lost");
  if (isLost) return "signedOut";
  return online && !(error instanceof ApiError && error.status === 0) ? "good" : "away";
}
