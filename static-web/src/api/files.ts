import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { maxEditedBytes, sizeProblem } from "../flow/files/paths";
import { answer, api, request, requestResponse } from "./client";
import { ApiError } from "./problem";
import type { components } from "./schema";

export type StoredFile = components["schemas"]["FileResource"];
export type FileFlow = components["schemas"]["FileFlowResource"];

/** Files that the tree shows at most. */
export const maxListed = 5000;

const pageSize = 200;
// A file of 5 MB over a slow line.
const uploadTimeout = 120_000;

/** A file with its text; without one when it is no text or too long to be edited. */
export interface OpenFile {
  readonly file: StoredFile;
  readonly text: string | undefined;
}

function addressOf(path: string, area = "files"): string {
  return `/api/${area}/${path.split("/").map(encodeURIComponent).join("/")}`;
}

/** All files by path, page after page, up to a number that a tree can show. */
export const filesQuery = queryOptions({
  queryKey: ["files", "list"],
  queryFn: async ({ signal }) => {
    const items: StoredFile[] = [];
    let continuation: string | undefined;
    do {
      const query = { limit: pageSize, ...(continuation === undefined ? {} : { continuation }) };
      const page = await answer(api.GET("/api/files", { signal, params: { query } }));
      items.push(...page.items);
      continuation = page.continuation ?? undefined;
    } while (continuation !== undefined && items.length < maxListed);
    return { items, isCut: continuation !== undefined };
  },
});

/** One file as it is stored now; null when there is none. */
export function fileQuery(path: string) {
  return queryOptions({ queryKey: ["files", "one", path], queryFn: ({ signal }) => readFile(path, signal) });
}

export async function readFile(path: string, signal?: AbortSignal): Promise<OpenFile | null> {
  try {
    const file = await request<StoredFile>(`${addressOf(path)}?meta=true`, { signal });
    if (!file.text || file.size > maxEditedBytes) return { file, text: undefined };
    const content = await requestResponse(addressOf(path), { signal });
    // The text is that of its own ETag, whatever was written between the two requests.
    return { file: { ...file, etag: content.headers.get("etag") ?? file.etag }, text: await textOf(content) };
  } catch (error) {
    if (error instanceof ApiError && error.code === "File.NotFound") return null;
    throw error;
  }
}

export async function readFileBytes(path: string, version?: number): Promise<Blob> {
  return (await requestResponse(addressOf(path) + (version === undefined ? "" : `?version=${version}`), { timeout: uploadTimeout })).blob();
}

export function fileVersionsQuery(path: string) {
  return infiniteQueryOptions({
    queryKey: ["files", "versions", path],
    queryFn: ({ signal, pageParam }) =>
      request<components["schemas"]["FileListResource"]>(`${addressOf(path, "file-versions")}?limit=50${pageParam}`, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => (page.continuation ? `&continuation=${encodeURIComponent(page.continuation)}` : undefined),
  });
}

/** The text of an old version. */
export function fileVersionQuery(path: string, version: number) {
  return queryOptions({
    queryKey: ["files", "version", path, version],
    queryFn: async ({ signal }) => textOf(await requestResponse(`${addressOf(path)}?version=${version}`, { signal })),
    staleTime: Infinity,
  });
}

/** Writes a file on the condition that it is still the one that was read; `etag` undefined says that there was none. */
export async function writeFile(path: string, content: Blob, etag: string | undefined, message = ""): Promise<StoredFile> {
  const problem = sizeProblem(content.size);
  if (problem) throw new Error(`${path} was not sent. ${problem}`);
  return request<StoredFile>(`${addressOf(path)}${message === "" ? "" : `?message=${encodeURIComponent(message)}`}`, {
    method: "PUT",
    body: content,
    headers: { "content-type": "application/octet-stream", ...conditionOf(etag) },
    timeout: uploadTimeout,
  });
}

/** Gives a file the content of an old version again. */
export async function restoreFile(path: string, version: number, etag: string | undefined): Promise<StoredFile> {
  return request<StoredFile>(`${addressOf(path)}?restore=${version}&message=${encodeURIComponent(`Version ${version} again`)}`, {
    method: "PUT",
    headers: conditionOf(etag),
  });
}

export async function deleteFile(path: string, etag: string): Promise<void> {
  await request(addressOf(path), { method: "DELETE", headers: { "if-match": etag } });
}

/** Writes the file where nothing is, then takes it away where it was: at no moment it is nowhere. */
export async function moveFile(from: StoredFile, to: string): Promise<StoredFile> {
  const moved = await writeFile(to, await readFileBytes(from.path), undefined, `Moved from ${from.path}`.slice(0, 1000));
  await deleteFile(from.path, from.etag);
  return moved;
}

/** A new version of the flow with its files as they are now; runs start with it. */
export async function publishFiles(flow: string): Promise<components["schemas"]["FlowResource"]> {
  return request(`/api/flows/${encodeURIComponent(flow)}/publish`, { method: "POST", body: { files: "current" } });
}

function conditionOf(etag: string | undefined): Readonly<Record<string, string>> {
  return etag === undefined ? { "if-none-match": "*" } : { "if-match": etag };
}

/** With its byte order mark, if it has one: what is saved again must not differ. */
async function textOf(response: Response): Promise<string> {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
}
