import { Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useInterval } from "@mantine/hooks";
import { useState } from "react";
import { duration } from "../../components/times";
import type { LiveRun } from "../../flow/runs/liveRun";
import { timelineOf } from "../../flow/runs/timeline";
import classes from "./RunPage.module.css";

interface TimelineViewProps {
  readonly live: LiveRun;
  readonly shown: string | undefined;
  readonly onShow: (path: string) => void;
}

const maxBars = 500;

/** One bar for each attempt, from the start of the run. */
export function TimelineView({ live, shown, onShow }: TimelineViewProps) {
  const [now, setNow] = useState(() => Date.now());
  useInterval(() => setNow(Date.now()), 500, { autoInvoke: !live.ended });
  const end = live.run.endedAt === undefined ? Math.max(now, Date.parse(live.run.startedAt ?? "") || 0) : Date.parse(live.run.endedAt);
  const timeline = timelineOf(live.run.startedAt, live.steps.values(), end);
  if (timeline.bars.length === 0)
    return (
      <Text p="md" c="dimmed" size="sm">
        No step has begun yet.
      </Text>
    );
  const percent = (ms: number) => `${(100 * ms) / timeline.length}%`;
  return (
    <div style={{ paddingBlock: 6 }}>
      {timeline.bars.slice(0, maxBars).map((bar) => (
        <UnstyledButton
          key={`${bar.path} ${bar.attempt}`}
          className={classes.row}
          data-shown={bar.path === shown || undefined}
          onClick={() => onShow(bar.path)}
        >
          <span className={classes.label}>
            {bar.path}
            {bar.attempt > 1 ? ` (${bar.attempt})` : ""}
          </span>
          <span className={classes.track}>
            <span className={classes.bar} data-phase={bar.phase} style={{ left: percent(bar.from), width: percent(bar.to - bar.from) }} />
          </span>
          <span>
            {duration(bar.to - bar.from)}
            <VisuallyHidden>{bar.phase}</VisuallyHidden>
          </span>
        </UnstyledButton>
      ))}
      {timeline.bars.length > maxBars && (
        <Text px="md" size="sm" c="dimmed">
          And {timeline.bars.length - maxBars} attempts more.
        </Text>
      )}
    </div>
  );
}
