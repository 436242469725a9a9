import { Code, Text } from "@mantine/core";
import type { Schedule } from "../../api/triggers";
import { cronInWords, everyInWords } from "../../flow/schedules/cron";

const missed: Readonly<Record<string, string>> = {
  skip: "missed times are skipped",
  runOnce: "one run for missed times",
  runAll: "a run for each missed time",
};

const overlap: Readonly<Record<string, string>> = {
  allow: "runs may overlap",
  skip: "skips while a run is open",
  queue: "waits for the run before",
  cancelPrevious: "cancels the run before",
};

/** When a schedule starts runs and what it does about missed and overlapping ones, in words. */
export function ScheduleTimes({ schedule }: { readonly schedule: Schedule }) {
  const written = schedule.cron ?? `every ${schedule.every ?? ""}`;
  const words = schedule.cron == null ? everyInWords(schedule.every ?? "") : cronInWords(schedule.cron);
  return (
    <>
      <Text size="sm">
        {words === undefined ? "" : `${words[0]?.toUpperCase() ?? ""}${words.slice(1)} `}
        {schedule.cron != null && <Code style={{ whiteSpace: "nowrap" }}>{written}</Code>}
        {schedule.cron != null && (
          <Text span size="xs" c="dimmed">
            {" "}
            {schedule.timeZone}
          </Text>
        )}
      </Text>
      <Text size="xs" c="dimmed">
        {[missed[schedule.missed], overlap[schedule.overlap], schedule.waiting ? "times wait for their run" : undefined]
          .filter(Boolean)
          .join(" · ")}
      </Text>
    </>
  );
}
