import { Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { upcomingQuery, type Schedule } from "../../api/triggers";
import { Failure, Loading } from "../../components/States";
import { Timeline } from "./Timeline";
import { TimeList } from "./TimeList";

const count = 20;

interface UpcomingDialogProps {
  readonly schedule: Schedule;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The next times of a schedule, as its clocks show them and as they are here. */
export function UpcomingDialog({ schedule, opened, onClose }: UpcomingDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Next ${count} times of ${schedule.name ?? schedule.id}`} size="lg">
      <Times id={schedule.id} />
    </Modal>
  );
}

function Times({ id }: { readonly id: string }) {
  const upcoming = useQuery(upcomingQuery(id, count));
  if (upcoming.isPending) return <Loading what="the times" />;
  if (upcoming.isError) return <Failure error={upcoming.error} onRetry={() => void upcoming.refetch()} />;
  if (upcoming.data.items.length === 0) return <Text size="sm">It has no time to come.</Text>;
  return (
    <Stack gap="md">
      <Timeline times={upcoming.data.items.map((time) => time.startsAt)} />
      <TimeList times={upcoming.data.items} timeZone={upcoming.data.timeZone} />
    </Stack>
  );
}
