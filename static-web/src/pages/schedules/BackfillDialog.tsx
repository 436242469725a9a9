import { Alert, Button, Group, Modal, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { backfill, type Backfill, type Schedule } from "../../api/triggers";
import { AnchorLink } from "../../components/links";
import { Failure } from "../../components/States";
import { windowOf, windowProblem } from "../../flow/schedules/window";

interface BackfillDialogProps {
  readonly schedule: Schedule;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Starts the runs of times that have passed: first asks how many there would be. */
export function BackfillDialog({ schedule, opened, onClose }: BackfillDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Backfill ${schedule.name ?? schedule.id}`} size="lg">
      <Form schedule={schedule} onClose={onClose} />
    </Modal>
  );
}

function Form({ schedule, onClose }: Omit<BackfillDialogProps, "opened">) {
  const client = useQueryClient();
  const [now] = useState(() => Date.now());
  const [window, setWindow] = useState(() => windowOf(now));
  const problem = windowProblem(window, now);
  const ask = useMutation({ mutationFn: (dryRun: boolean) => backfill(schedule.id, iso(window.from), iso(window.to), dryRun) });
  const result = ask.data;
  const change = (part: Partial<typeof window>) => {
    setWindow({ ...window, ...part });
    ask.reset();
  };
  const start = () => ask.mutate(false, { onSuccess: () => void client.invalidateQueries({ queryKey: ["runs"] }) });
  const planned = result?.dryRun ? result.times - result.existing : undefined;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        A run starts for each time in this window that has none yet. It has the id that it would have had in time.
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          type="datetime-local"
          label="From"
          value={window.from}
          onChange={(event) => change({ from: event.currentTarget.value })}
        />
        <TextInput
          type="datetime-local"
          label="Until before"
          value={window.to}
          onChange={(event) => change({ to: event.currentTarget.value })}
        />
      </SimpleGrid>
      {problem && (
        <Text size="sm" c="red" role="alert">
          {problem}
        </Text>
      )}
      {ask.isError && <Failure error={ask.error} />}
      {result && <Outcome result={result} flowId={schedule.flowId} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        {planned !== undefined && planned > 0 ? (
          <Button onClick={start} loading={ask.isPending}>
            Start {planned} {planned === 1 ? "run" : "runs"}
          </Button>
        ) : result && !result.dryRun && result.left > 0 ? (
          <Button onClick={start} loading={ask.isPending}>
            Go on with {result.left}
          </Button>
        ) : (
          <Button onClick={() => ask.mutate(true)} loading={ask.isPending} disabled={problem !== undefined}>
            Count the times
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Outcome({ result, flowId }: { readonly result: Backfill; readonly flowId: string }) {
  const failed = result.runs.find((run) => run.outcome === "failed");
  const parts = result.dryRun
    ? [`${result.times} times in the window`, `${result.existing} have a run already`]
    : [`${result.started} started`, `${result.existing} had a run already`, `${result.failed} failed`, `${result.left} left`];
  return (
    <Alert color={result.failed > 0 ? "red" : result.dryRun ? "indigo" : "green"} role="status">
      <Text size="sm">{parts.join(", ")}.</Text>
      {failed?.message != null && <Text size="sm">{failed.message}</Text>}
      {!result.dryRun && (
        <AnchorLink to="/runs" search={{ flow: flowId }} size="sm">
          To the runs
        </AnchorLink>
      )}
    </Alert>
  );
}

function iso(local: string): string {
  return new Date(local).toISOString();
}
