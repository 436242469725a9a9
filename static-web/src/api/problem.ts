import type { components } from "./schema";

export type ProblemItem = components["schemas"]["ProblemItem"];

/** What a request failed with: the app's problem details (RFC 9457), or that the app was not reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly errors: readonly ProblemItem[] = [],
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = "ApiError";
  }

  /** Whether the same request may succeed when it is sent again later. */
  get mayPass(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

/** The code of the error when nobody is signed in any more. */
export const signedOut = "SignedOut";

/** Whether what was asked for is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** The error that an answer stands for. */
export async function errorOf(response: Response): Promise<ApiError> {
  const text = await response.text();
  const wait = Number(response.headers.get("retry-after") ?? "");
  const retryAfter = Number.isFinite(wait) && wait > 0 ? wait : undefined;
  const isSignedOut = response.status === 401;
  try {
    const problem = JSON.parse(text) as Partial<components["schemas"]["ProblemBody"]>;
    if (typeof problem.code === "string") {
      const code = isSignedOut ? signedOut : problem.code;
      return new ApiError(response.status, code, problem.detail ?? problem.title ?? code, problem.errors ?? [], retryAfter);
    }
  } catch {
    // Not of the app: a proxy in between answers with a page.
  }
  if (isSignedOut) return new ApiError(401, signedOut, "Your session has ended.");
  return new ApiError(response.status, "Http", `The server answered ${response.status}. Try again in a moment.`, [], retryAfter);
}

/** What to tell a person of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
