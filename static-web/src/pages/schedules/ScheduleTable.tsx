import { Menu, Stack, Table, Text, VisuallyHidden } from "@mantine/core";
import { CalendarClock, History } from "lucide-react";
import { useState } from "react";
import type { Schedule } from "../../api/triggers";
import { When } from "../../components/When";
import { BackfillDialog } from "./BackfillDialog";
import { LastRun } from "./LastRun";
import { ScheduleTimes } from "./ScheduleTimes";
import { TriggerMenu } from "./TriggerMenu";
import { TriggerName } from "./TriggerName";
import { TriggerState } from "./TriggerState";
import { UpcomingDialog } from "./UpcomingDialog";
import { useTriggerActions } from "./useTriggerActions";

export function ScheduleTable({ schedules }: { readonly schedules: readonly Schedule[] }) {
  return (
    <Table highlightOnHover verticalSpacing="sm" layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Schedule</Table.Th>
          <Table.Th visibleFrom="sm" w={220}>
            Next
          </Table.Th>
          <Table.Th visibleFrom="sm" w={140}>
            Last run
          </Table.Th>
          <Table.Th w={96}>State</Table.Th>
          <Table.Th w={48}>
            <VisuallyHidden>More</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {schedules.map((schedule) => (
          <Row key={schedule.id} schedule={schedule} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ schedule }: { readonly schedule: Schedule }) {
  const [dialog, setDialog] = useState<"upcoming" | "backfill">();
  const actions = useTriggerActions(schedule.id);
  const close = () => setDialog(undefined);
  const next = schedule.nextAt == null ? <Text size="sm">No time to come</Text> : <When time={schedule.nextAt} />;
  return (
    <Table.Tr>
      <Table.Td>
        <TriggerName trigger={schedule}>
          <ScheduleTimes schedule={schedule} />
        </TriggerName>
        {schedule.error != null && (
          <Text size="xs" c="red" lineClamp={2} style={{ overflowWrap: "anywhere" }}>
            {schedule.error}
          </Text>
        )}
        <Stack gap={4} mt={4} hiddenFrom="sm" fz="sm">
          <div>Next: {next}</div>
          <LastRun runId={schedule.lastRunId} at={schedule.lastStartedAt} />
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="sm">{next}</Table.Td>
      <Table.Td visibleFrom="sm">
        <LastRun runId={schedule.lastRunId} at={schedule.lastStartedAt} />
      </Table.Td>
      <Table.Td>
        <TriggerState trigger={schedule} />
      </Table.Td>
      <Table.Td>
        <TriggerMenu trigger={schedule} onFire={() => void actions.fire({})}>
          <Menu.Item leftSection={<CalendarClock size={16} />} onClick={() => setDialog("upcoming")}>
            Next times
          </Menu.Item>
          <Menu.Item leftSection={<History size={16} />} onClick={() => setDialog("backfill")}>
            Backfill…
          </Menu.Item>
        </TriggerMenu>
        <UpcomingDialog schedule={schedule} opened={dialog === "upcoming"} onClose={close} />
        <BackfillDialog schedule={schedule} opened={dialog === "backfill"} onClose={close} />
      </Table.Td>
    </Table.Tr>
  );
}
