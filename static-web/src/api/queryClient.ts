import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./problem";

/** Reads are tried again when the app may answer later; writes are not, a person decides about them. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < 3 && error instanceof ApiError && error.mayPass,
      retryDelay: (count, error) =>
        error instanceof ApiError && error.retryAfter ? error.retryAfter * 1000 : Math.min(8000, 500 * 2 ** count),
    },
    mutations: { retry: false },
  },
});
