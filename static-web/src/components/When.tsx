import { Text } from "@mantine/core";
import { useInterval } from "@mantine/hooks";
import { useState } from "react";
import { ago } from "./times";

const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** A time as clocks here show it, and how far away it is, before or after now. */
export function When({ time, size = "sm" }: { readonly time: string; readonly size?: "xs" | "sm" }) {
  const [now, setNow] = useState(() => Date.now());
  useInterval(() => setNow(Date.now()), 10_000, { autoInvoke: true });
  return (
    <Text size={size} span>
      <time dateTime={time} style={{ whiteSpace: "nowrap" }}>
        {format.format(new Date(time))}
      </time>{" "}
      <Text size="xs" c="dimmed" span style={{ whiteSpace: "nowrap" }}>
        ({ago(time, now)})
      </Text>
    </Text>
  );
}
