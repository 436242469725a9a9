import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { flowQuery, stepTypesQuery } from "../../api/flows";
import { isMissing } from "../../api/problem";
import { Missing } from "../../components/Missing";
import { Failure, Loading } from "../../components/States";
import { Builder } from "./Builder";
import { startOf } from "./start";

/** One flow: draws it, and changes it. */
export default function BuilderPage() {
  const { flowId } = useParams({ from: "/flows/$flowId" });
  const { step } = useSearch({ from: "/flows/$flowId" });
  const types = useQuery(stepTypesQuery);
  // Once per visit: afterwards the builder itself knows what the app has.
  const start = useQuery({
    queryKey: ["builder", flowId],
    queryFn: () => startOf(flowId),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const flow = useQuery(flowQuery(flowId));
  useDocumentTitle(`${flow.data?.name ?? flowId} · FlowFunctions`);
  const error = types.error ?? start.error;
  if (!start.data && isMissing(start.error)) return <Missing title={`There is no flow ${flowId}`} to="/flows" action="To the flows" />;
  // What is shown stays, whatever is read anew behind it.
  if (error && !(types.data && start.data))
    return <Failure error={error} onRetry={() => void (types.isError ? types.refetch() : start.refetch())} />;
  if (!types.data || !start.data) return <Loading what="the flow" />;
  return <Builder key={flowId} start={{ ...start.data, flowId, catalog: types.data, step }} />;
}
