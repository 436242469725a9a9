import { Code, Text, UnstyledButton } from "@mantine/core";
import { useReactFlow } from "@xyflow/react";
import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { Empty } from "../../components/States";
import type { Problem } from "../../flow/problems";
import { selectProblem, useBuilder, useBuilderStore } from "./store";
import classes from "./Builder.module.css";

/** What is wrong with the flow; pressing a problem leads to its step. */
export function ProblemsPanel() {
  const problems = useBuilder((state) => state.problems);
  const store = useBuilderStore();
  const { fitView } = useReactFlow();
  if (problems.length === 0)
    return (
      <Empty icon={<CircleCheck size={24} />} title="No problems">
        The flow can be published.
      </Empty>
    );
  const show = (problem: Problem) => {
    const id = selectProblem(store, problem);
    if (id !== undefined) void fitView({ nodes: [{ id }], maxZoom: 1, duration: 200 });
  };
  return (
    <ul style={{ margin: 0, padding: 0, listStyle: "none" }}>
      {problems.map((problem) => (
        <li key={`${problem.pointer} ${problem.code} ${problem.message}`}>
          <UnstyledButton className={classes.problem} onClick={() => show(problem)}>
            <Icon severity={problem.severity} />
            <span style={{ minWidth: 0 }}>
              <Text size="sm">{problem.message}</Text>
              {problem.hint && (
                <Text size="sm" c="dimmed">
                  {problem.hint}
                </Text>
              )}
              <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                <Code>{problem.pointer === "" ? "/" : problem.pointer}</Code> {problem.code}
              </Text>
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

function Icon({ severity }: { readonly severity: string }) {
  const style = { flex: "none", marginTop: 2 };
  if (severity.toLowerCase() === "error") return <CircleAlert size={16} color="var(--phase-failed)" style={style} aria-label="Error" />;
  return <TriangleAlert size={16} color="var(--phase-running)" style={style} aria-label="Warning" />;
}
