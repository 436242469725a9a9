import { Table } from "@mantine/core";
import type { ScheduledTime } from "../../api/triggers";
import { When } from "../../components/When";

interface TimeListProps {
  readonly times: readonly ScheduledTime[];
  readonly timeZone: string;
}

/** Times of a schedule, as clocks in its zone show them and as they are here. */
export function TimeList({ times, timeZone }: TimeListProps) {
  return (
    <Table verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{timeZone}</Table.Th>
          <Table.Th>Here</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {times.map((time) => (
          <Table.Tr key={time.dueAt}>
            <Table.Td>{time.localTime.replace("T", " ").replace(/:00(?=[+-]|Z)/, "")}</Table.Td>
            <Table.Td>
              <When time={time.startsAt} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
