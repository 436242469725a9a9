import createClient from "openapi-fetch";
import { ApiError, errorOf } from "./problem";
import type { paths } from "./schema";

/** The longest that a request may take; long-polling asks for more. */
export const requestTimeout = 30_000;

/** Sends a request with a timeout. Throws an ApiError for every answer that is none, so that callers read answers only. */
async function send(input: RequestInfo | URL, init?: RequestInit, timeout = requestTimeout): Promise<Response> {
  const limit = AbortSignal.timeout(timeout);
  const own = init?.signal ?? (input instanceof Request ? input.signal : undefined);
  let response: Response;
  try {
    response = await fetch(input, { ...init, signal: own ? AbortSignal.any([own, limit]) : limit });
  } catch (error) {
    if (own?.aborted) throw error;
    const message = limit.aborted ? "The app took too long to answer." : "The app cannot be reached.";
    throw new ApiError(0, limit.aborted ? "Timeout" : "Offline", `${message} Check that it is running and try again.`);
  }
  if (!response.ok && response.status !== 304) throw await errorOf(response);
  return response;
}

/** The routes that the app's OpenAPI document describes. */
export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: (request) => send(request) });

/** The answer of a described route. Errors have been thrown before. */
export async function answer<T>(request: Promise<{ data?: T }>): Promise<T> {
  return (await request).data as T;
}

export interface RequestOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  readonly timeout?: number;
}

/** Asks a route whose answer the document does not describe yet; the caller names its type. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, initOf(options), options.timeout);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** The same for an answer that is no JSON. */
export async function requestResponse(path: string, options: RequestOptions = {}): Promise<Response> {
  return send(path, initOf(options), options.timeout);
}

export async function requestBlob(path: string): Promise<Blob> {
  return (await requestResponse(path)).blob();
}

function initOf({ method = "GET", body, headers, signal }: RequestOptions): RequestInit {
  const isRaw = body instanceof Blob;
  return {
    method,
    headers: { ...(body === undefined || isRaw ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  };
}
