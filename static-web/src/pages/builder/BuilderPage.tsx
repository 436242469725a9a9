import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { flowQuery, readDraft, stepTypesQuery } from "../../api/flows";
import { answer, api } from "../../api/client";
import { ApiError, isMissing } from "../../api/problem";
import { isObject, type Json } from "../../flow/json";
import type { Problem } from "../../flow/problems";
import { Missing } from "../../components/Missing";
import { Failure, Loading } from "../../components/States";
import { Builder } from "./Builder";
import { withKept, type FirstState } from "./keptDraft";

/** One flow: draws it, and changes it. */
export default function BuilderPage() {
  const { flowId } = useParams({ from: "/flows/$flowId" });
  const { step } = useSearch({ from: "/flows/$flowId" });
  const types = useQuery(stepTypesQuery);
  // Once per visit: afterwards the builder itself knows what the app has.
  const start = useQuery({
    queryKey: ["builder", flowId],
    queryFn: async () => withKept(flowId, await readStart(flowId)),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const flow = useQuery(flowQuery(flowId));
  useDocumentTitle(`${flow.data?.name ?? flowId} · FlowFunctions`);
  const error = types.error ?? start.error;
  if (isMissing(start.error)) return <Missing title={`There is no flow ${flowId}`} to="/flows" action="To the flows" />;
  // What is shown stays, whatever is read anew behind it.
  if (error && !(types.data && start.data))
    return <Failure error={error} onRetry={() => void (types.isError ? types.refetch() : start.refetch())} />;
  if (!types.data || !start.data) return <Loading what="the flow" />;
  return <Builder key={flowId} start={{ ...start.data, flowId, catalog: types.data, step }} />;
}

/** The draft if there is one, else the newest version. */
async function readStart(id: string): Promise<FirstState> {
  const [flow, draft] = await Promise.all([answer(api.GET("/api/flows/{id}", { params: { path: { id } } })), readDraft(id)]);
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
