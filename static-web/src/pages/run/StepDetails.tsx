import { Alert, Badge, Button, Code, Group, Select, Stack, Table, Text } from "@mantine/core";
import { RotateCcw } from "lucide-react";
import type { RunStep } from "../../api/runs";
import { AnchorLink } from "../../components/links";
import { duration } from "../../components/times";
import type { LiveRun } from "../../flow/runs/liveRun";
import { DataView } from "./DataView";
import { EditScript } from "./EditScript";
import { useRunActs } from "./RunActions";
import { WaitingList } from "./WaitingList";

interface StepDetailsProps {
  readonly live: LiveRun;
  readonly step: RunStep;
  readonly onShow: (path: string | undefined) => void;
}

/** What one step did: its attempts, what it gave, and what it failed with. */
export function StepDetails({ live, step, onShow }: StepDetailsProps) {
  const own: LiveRun = { ...live, run: { ...live.run, waitingFor: live.run.waitingFor.filter((reason) => reason.step === step.path) } };
  return (
    <Stack p="md" gap="md">
      <Group justify="space-between">
        <Text fw={600} style={{ overflowWrap: "anywhere" }}>
          {step.path}
        </Text>
        <Badge variant="light" tt="none" color={colorOf(step)} autoContrast>
          {step.status}
        </Badge>
      </Group>
      <Iterations live={live} step={step} onShow={onShow} />
      <WaitingList live={own} />
      {step.error && (
        <Alert color="red" title={step.error.code}>
          <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
            {step.error.message}
          </Text>
        </Alert>
      )}
      <Group gap="xs">
        <EditScript run={live.run} step={step} />
        <Again live={live} step={step} />
      </Group>
      <Facts step={step} />
      {step.output !== undefined && <DataView title="Output" value={step.output} />}
      {step.error?.details !== undefined && <DataView title="Details of the error" value={step.error.details} />}
      <Attempts step={step} />
    </Stack>
  );
}

function colorOf(step: RunStep): string {
  if (step.status === "Succeeded") return "green";
  if (step.status === "Failed" || step.status === "TimedOut") return "red";
  return step.status === "Running" ? "yellow" : step.status === "Waiting" || step.status === "Retrying" ? "blue" : "gray";
}

function Facts({ step }: { readonly step: RunStep }) {
  return (
    <>
      {step.port !== undefined && (
        <Text size="sm">
          Left through port <Code>{step.port}</Code>.
        </Text>
      )}
      {step.reused && (
        <Text size="sm" c="dimmed">
          {step.pinned
            ? "Pinned: the result was given, the step was not executed."
            : step.status === "Skipped"
              ? "Left out, because the run began at another step."
              : "Taken over from the run before."}
        </Text>
      )}
      {step.childRunIds?.map((id) => (
        <AnchorLink key={id} to="/runs/$runId" params={{ runId: id }} size="sm">
          The run that it called
        </AnchorLink>
      ))}
    </>
  );
}

/** In the body of a loop: which iteration is shown. */
function Iterations({ live, step, onShow }: StepDetailsProps) {
  const paths = [...live.steps.values()].filter((one) => one.id === step.id).map((one) => one.path);
  if (paths.length < 2) return null;
  return (
    <Select
      size="xs"
      label={`One of ${paths.length}`}
      data={paths.slice(0, 500)}
      value={step.path}
      searchable
      allowDeselect={false}
      onChange={(path) => onShow(path ?? undefined)}
    />
  );
}

function Attempts({ step }: { readonly step: RunStep }) {
  const attempts = step.attempts ?? [];
  const [first, ...more] = attempts;
  if (!first) return null;
  if (more.length === 0)
    return (
      <Text size="sm" c="dimmed">
        One attempt{first.durationMs === undefined ? ", under way" : `, ${duration(first.durationMs)}`}.
      </Text>
    );
  return (
    <Table verticalSpacing={4} horizontalSpacing={6}>
      <Table.Caption>{attempts.length} attempts</Table.Caption>
      <Table.Tbody>
        {attempts.map((attempt) => (
          <Table.Tr key={attempt.number}>
            <Table.Td w={24}>{attempt.number}</Table.Td>
            <Table.Td style={{ whiteSpace: "nowrap" }}>
              {attempt.durationMs === undefined ? "under way" : duration(attempt.durationMs)}
            </Table.Td>
            <Table.Td style={{ overflowWrap: "anywhere" }}>
              {attempt.error ? attempt.error.message : attempt.endedAt ? "Ended well" : ""}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Steps outside of loops can be where a new run begins. */
function Again({ live, step }: { readonly live: LiveRun; readonly step: RunStep }) {
  const act = useRunActs(live.run.id);
  if (!live.ended || step.path !== step.id) return null;
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<RotateCcw size={14} />}
      onClick={() => act.again({ from: "step", step: step.id, plan: "same" })}
    >
      Run again from here
    </Button>
  );
}
