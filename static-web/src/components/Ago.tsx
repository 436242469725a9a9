import { Tooltip } from "@mantine/core";
import { useInterval } from "@mantine/hooks";
import { useState } from "react";
import { ago } from "./times";

/** How long ago something was; the exact time when pointed at. */
export function Ago({ time }: { readonly time: string }) {
  const [now, setNow] = useState(() => Date.now());
  useInterval(() => setNow(Date.now()), 30_000, { autoInvoke: true });
  return (
    <Tooltip label={new Date(time).toLocaleString()}>
      <time dateTime={time} style={{ whiteSpace: "nowrap" }}>
        {ago(time, Math.max(now, Date.parse(time)))}
      </time>
    </Tooltip>
  );
}
