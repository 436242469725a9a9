import { Anchor, CloseButton, Group, Paper, Text } from "@mantine/core";
import { useReactFlow } from "@xyflow/react";
import { useMemo } from "react";
import { AnchorLink } from "../../components/links";
import { RunBadge } from "../../components/RunBadge";
import { duration } from "../../components/times";
import { indexOf } from "../../flow/document";
import type { NodeState } from "../../flow/runs/overlay";
import { overlay, takenEdges } from "../../flow/runs/overlay";
import type { LiveRun } from "../../flow/runs/liveRun";
import { useLiveRun } from "../run/useLiveRun";
import { select, useBuilder, useBuilderStore } from "./store";

export interface ShownRun {
  readonly live: LiveRun;
  readonly states: ReadonlyMap<string, NodeState>;
  readonly taken: ReadonlySet<string>;
}

/** The run that was started here, as the canvas shows it. */
export function useRunOverlay(): ShownRun | undefined {
  const runId = useBuilder((state) => state.runId);
  const document = useBuilder((state) => state.document);
  const { live } = useLiveRun(runId);
  return useMemo(() => {
    if (!live) return undefined;
    const states = overlay(live.steps.values());
    return { live, states, taken: takenEdges(document, states, live.steps) };
  }, [live, document]);
}

/** Says which run the canvas shows. */
export function RunOverlay({ live }: { readonly live: ShownRun | undefined }) {
  const store = useBuilderStore();
  const runId = useBuilder((state) => state.runId);
  if (runId === undefined) return null;
  const run = live?.live.run;
  return (
    <Paper
      withBorder
      shadow="sm"
      px="sm"
      py={6}
      style={{ position: "absolute", top: 10, left: 10, zIndex: 10, maxWidth: "calc(100% - 20px)" }}
      role="status"
    >
      <Group gap="xs">
        {run ? <RunBadge status={run.status} /> : <Text size="sm">Starting…</Text>}
        {run?.durationMs !== undefined && <Text size="sm">{duration(run.durationMs)}</Text>}
        {run?.error && (
          <Text size="sm" c="red" lineClamp={3} maw={360} style={{ overflowWrap: "anywhere" }}>
            {run.error.message}
          </Text>
        )}
        {run?.error?.step !== undefined && <FailedStep path={run.error.step} />}
        <AnchorLink to="/runs/$runId" params={{ runId }} size="sm">
          Open the run
        </AnchorLink>
        <CloseButton size="sm" aria-label="Do not show the run" onClick={() => store.setState({ runId: undefined })} />
      </Group>
    </Paper>
  );
}

/** Leads to the step that failed, to repair it. */
function FailedStep({ path }: { readonly path: string }) {
  const store = useBuilderStore();
  const { fitView } = useReactFlow();
  const id = path.slice(path.lastIndexOf("/") + 1);
  const isThere = useBuilder((state) => indexOf(state.document).steps.has(id));
  if (!isThere) return null;
  const show = () => {
    select(store, [id]);
    void fitView({ nodes: [{ id }], maxZoom: 1, duration: 200 });
  };
  return (
    <Anchor component="button" type="button" size="sm" onClick={show}>
      Show {id}
    </Anchor>
  );
}
