import createClient from "openapi-fetch";
import { credentials, refused } from "../access/session";
import { ApiError, errorOf, signedOut } from "./problem";
import type { paths } from "./schema";

/** The longest that a request may take; long-polling asks for more. */
export const requestTimeout = 30_000;

/** For streams: the answer must begin in time; that it goes on is watched by its reader. */
export const endless = Infinity;

/**
 * Sends a request with a timeout and with who sends it. Throws an ApiError for every answer that is none, so that callers read answers only.
 * When the session has ended, the request waits until somebody has signed in again, and is sent then.
 */
async function send(input: string | Request, init?: RequestInit, timeout = requestTimeout): Promise<Response> {
  const own = init?.signal ?? (input instanceof Request ? input.signal : undefined);
  for (let wasRenewed = false; ;) {
    const headers = new Headers(input instanceof Request ? input.headers : init?.headers);
    for (const [name, value] of Object.entries(await credentials(own))) headers.set(name, value);
    // A request with a body can be sent once; it may be needed again.
    const response = await sendOnce(input instanceof Request ? input.clone() : input, { ...init, headers }, own, timeout);
    if (response.ok || response.status === 304) return response;
    const error = await errorOf(response);
    if (error.code !== signedOut) throw error;
    wasRenewed = await refused(headers.get("authorization") ?? undefined, wasRenewed, error.message);
  }
}

async function sendOnce(input: string | Request, init: RequestInit, own: AbortSignal | undefined, timeout: number): Promise<Response> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeout === endless ? requestTimeout : timeout);
  try {
    const response = await fetch(input, { ...init, signal: own ? AbortSignal.any([own, limit.signal]) : limit.signal });
    if (timeout === endless) clearTimeout(timer);
    return response;
  } catch (error) {
    clearTimeout(timer);
    if (own?.aborted) throw error;
    const isLate = limit.signal.aborted;
    const message = isLate ? "The app took too long to answer." : "The app cannot be reached.";
    throw new ApiError(0, isLate ? "Timeout" : "Offline", `${message} Check that it is running and try again.`);
  }
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

export async function requestBlob(path: string, timeout?: number): Promise<Blob> {
  return (await requestResponse(path, timeout === undefined ? {} : { timeout })).blob();
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
