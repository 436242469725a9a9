import { flowQuery, readDraft, stepTypesQuery } from "../../api/flows";
import { answer, api } from "../../api/client";
import { ApiError } from "../../api/problem";
import { queryClient } from "../../api/queryClient";
import { isObject, type Json } from "../../flow/json";
import type { Problem } from "../../flow/problems";
import { withKept, type FirstState } from "./keptDraft";

interface Begun {
  readonly flowId: string;
  readonly at: number;
  readonly start: Promise<FirstState>;
}

/** What was read longer ago than this, in ms, may be out of date. */
const fresh = 5000;

let begun: Begun | undefined;

/** Begins to read a flow while the code of its page is still loaded. */
export function beginReading(flowId: string): void {
  begun = { flowId, at: performance.now(), start: readStart(flowId) };
  // Whoever asks for it is told.
  begun.start.catch(() => undefined);
  queryClient.query(stepTypesQuery).catch(() => undefined);
}

/** What a visit begins with: what was begun to be read for it, or else read now. */
export async function startOf(flowId: string): Promise<FirstState> {
  const early = begun?.flowId === flowId && performance.now() - begun.at < fresh ? begun.start : undefined;
  begun = undefined;
  return withKept(flowId, await (early ?? readStart(flowId)));
}

/** The draft if there is one, else the newest version. */
async function readStart(id: string): Promise<FirstState> {
  const [flow, draft] = await Promise.all([queryClient.query({ ...flowQuery(id), staleTime: 0 }), readDraft(id)]);
  const document = draft?.document ?? flow.document;
  const content = isObject(document) ? document : { id, steps: {} };
  if (draft) return { document: content, etag: draft.etag, baseVersion: draft.baseVersion ?? undefined, problems: draft.problems ?? [] };
  return { document: content, etag: undefined, baseVersion: flow.version, problems: await validate(content) };
}

async function validate(document: Json): Promise<readonly Problem[]> {
  try {
    return (await answer(api.POST("/api/flows/validate", { body: document as Record<string, unknown> }))).problems;
  } catch (error) {
    // Who may not write flows is shown them all the same.
    if (error instanceof ApiError && error.status === 403) return [];
    throw error;
  }
}
