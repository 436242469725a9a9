import { Group, Text } from "@mantine/core";
import { useState } from "react";
import { placeTimes } from "../../flow/schedules/timeline";
import classes from "./Timeline.module.css";

const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Times as marks between now and the last of them. The list beside it says the same, so readers of the screen are spared this. */
export function Timeline({ times }: { readonly times: readonly string[] }) {
  const [now] = useState(() => Date.now());
  const places = placeTimes(
    times.map((time) => Date.parse(time)),
    now,
  );
  const last = times.at(-1);
  return (
    <div aria-hidden>
      <div className={classes.line}>
        {places.map((place, i) => (
          <span key={times[i]} className={classes.mark} style={{ left: `${place * 100}%` }} />
        ))}
      </div>
      <Group justify="space-between">
        <Text size="xs" c="dimmed">
          now
        </Text>
        <Text size="xs" c="dimmed">
          {last === undefined ? "" : format.format(new Date(last))}
        </Text>
      </Group>
    </div>
  );
}
