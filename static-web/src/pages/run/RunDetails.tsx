import { Alert, Code, Stack, Text } from "@mantine/core";
import { AnchorLink } from "../../components/links";
import type { LiveRun } from "../../flow/runs/liveRun";
import { DataView } from "./DataView";
import { WaitingList } from "./WaitingList";

/** The run as a whole: what it waits for, how it ended, what went in and came out. */
export function RunDetails({ live }: { readonly live: LiveRun }) {
  const { run } = live;
  return (
    <Stack p="md" gap="md">
      <WaitingList live={live} />
      {run.error && (
        <Alert color="red" title={run.error.step === undefined ? "Failed" : `Failed at ${run.error.step}`}>
          <Code>{run.error.code}</Code> {run.error.message}
        </Alert>
      )}
      {run.output !== undefined && <DataView title="Output" value={run.output} />}
      {run.input !== undefined && <DataView title="Input" value={run.input} />}
      {run.triggerData !== undefined && <DataView title="Started by" value={run.triggerData} isClosed />}
      <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        Run {run.id}
        {run.rerunOf && (
          <>
            , again from{" "}
            <AnchorLink to="/runs/$runId" params={{ runId: run.rerunOf }} size="xs">
              {run.rerunOf}
            </AnchorLink>
          </>
        )}
        {run.parentRunId && (
          <>
            , called by{" "}
            <AnchorLink to="/runs/$runId" params={{ runId: run.parentRunId }} size="xs">
              {run.parentRunId}
            </AnchorLink>
          </>
        )}
      </Text>
    </Stack>
  );
}
