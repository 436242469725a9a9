import { Menu, Stack, Table, Text } from "@mantine/core";
import { AllowedItem } from "../../components/Allowed";
import { CalendarClock, History } from "lucide-react";
import { useState } from "react";
import type { Schedule } from "../../api/triggers";
import { MenuTable } from "../../components/MenuTable";
import { When } from "../../components/When";
import { BackfillDialog } from "./BackfillDialog";
import { LastRun } from "./LastRun";
import { ScheduleTimes } from "./ScheduleTimes";
import { TriggerMenu } from "./TriggerMenu";
import { TriggerName } from "./TriggerName";
import { TriggerState } from "./TriggerState";
import { UpcomingDialog } from "./UpcomingDialog";
import { useTriggerActions } from "./useTriggerActions";

const columns = [
  { title: "Schedule" },
  { title: "Next", width: 220, isWide: true },
  { title: "Last run", width: 140, isWide: true },
  { title: "State", width: 96 },
];

export function ScheduleTable({ schedules }: { readonly schedules: readonly Schedule[] }) {
  return (
    <MenuTable columns={columns}>
      {schedules.map((schedule) => (
        <Row key={schedule.id} schedule={schedule} />
      ))}
    </MenuTable>
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
          <AllowedItem
            permission="runs.start"
            flow={schedule.flowId}
            leftSection={<History size={16} />}
            onClick={() => setDialog("backfill")}
          >
            Backfill…
          </AllowedItem>
        </TriggerMenu>
        <UpcomingDialog schedule={schedule} opened={dialog === "upcoming"} onClose={close} />
        <BackfillDialog schedule={schedule} opened={dialog === "backfill"} onClose={close} />
      </Table.Td>
    </Table.Tr>
  );
}
