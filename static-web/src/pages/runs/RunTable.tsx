import { Group, Stack, Table, Text } from "@mantine/core";
import type { RunSummary } from "../../api/runs";
import { Ago } from "../../components/Ago";
import { AnchorLink } from "../../components/links";
import { RunBadge } from "../../components/RunBadge";
import { duration } from "../../components/times";

export function RunTable({ runs }: { readonly runs: readonly RunSummary[] }) {
  return (
    <Table highlightOnHover verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Run</Table.Th>
          <Table.Th>Status</Table.Th>
          <Table.Th visibleFrom="sm">Started</Table.Th>
          <Table.Th visibleFrom="sm">Took</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => (
          <Table.Tr key={run.id}>
            <Table.Td>
              <Stack gap={2}>
                <AnchorLink to="/runs/$runId" params={{ runId: run.id }} fw={600} aria-label={`Run of ${run.flowId}, ${run.id}`}>
                  {run.flowId}
                </AnchorLink>
                <Group gap="xs">
                  <Text size="xs" c="dimmed">
                    {[run.version === undefined ? undefined : `v${run.version}`, run.trigger, run.rerunOf ? "rerun" : undefined]
                      .filter(Boolean)
                      .join(" · ")}
                  </Text>
                </Group>
                {run.error && (
                  <Text size="xs" c="red" lineClamp={1} style={{ overflowWrap: "anywhere" }}>
                    {run.error.step === undefined ? "" : `${run.error.step}: `}
                    {run.error.message}
                  </Text>
                )}
                <Text size="xs" c="dimmed" hiddenFrom="sm">
                  <Started run={run} />
                </Text>
              </Stack>
            </Table.Td>
            <Table.Td>
              <RunBadge status={run.status} />
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <Text size="sm">
                <Started run={run} />
              </Text>
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <Text size="sm">{run.durationMs === undefined ? "" : duration(run.durationMs)}</Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Started({ run }: { readonly run: RunSummary }) {
  const time = run.startedAt ?? run.queuedAt;
  return time === undefined ? null : <Ago time={time} />;
}
