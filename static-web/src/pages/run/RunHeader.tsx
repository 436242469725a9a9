import { Group, Text } from "@mantine/core";
import { Ago } from "../../components/Ago";
import { AnchorLink } from "../../components/links";
import { RunBadge } from "../../components/RunBadge";
import { duration } from "../../components/times";
import type { LiveRun } from "../../flow/runs/liveRun";
import { RunActions } from "./RunActions";

export function RunHeader({ live }: { readonly live: LiveRun }) {
  const { run } = live;
  const started = run.startedAt ?? run.queuedAt;
  return (
    <Group px="sm" py={6} gap="sm" style={{ borderBottom: "1px solid var(--line)" }}>
      <h1 style={{ margin: 0, fontSize: 16 }}>
        Run of{" "}
        <AnchorLink to="/flows/$flowId" params={{ flowId: run.flowId }} inherit>
          {run.flowId}
        </AnchorLink>
      </h1>
      <RunBadge status={run.status} />
      <Text size="sm" c="dimmed">
        {run.version === undefined ? "" : `v${run.version} · `}
        {started && <Ago time={started} />}
        {run.durationMs === undefined ? "" : ` · took ${duration(run.durationMs)}`}
      </Text>
      <Group gap="xs" ml="auto">
        <RunActions live={live} />
      </Group>
    </Group>
  );
}
