import { Badge } from "@mantine/core";
import { Ban, CircleCheck, CircleX, Clock, Hourglass, LoaderCircle, Pause } from "lucide-react";
import type { ReactNode } from "react";
import type { RunStatus } from "../api/runs";

const looks: Readonly<Record<RunStatus, readonly [color: string, icon: ReactNode]>> = {
  Queued: ["gray", <Hourglass key="i" size={12} />],
  Running: ["yellow", <LoaderCircle key="i" size={12} />],
  Paused: ["blue", <Pause key="i" size={12} />],
  Succeeded: ["green", <CircleCheck key="i" size={12} />],
  Failed: ["red", <CircleX key="i" size={12} />],
  Cancelled: ["grape", <Ban key="i" size={12} />],
  TimedOut: ["red", <Clock key="i" size={12} />],
};

/** A run's status, told by color, icon and word. */
export function RunBadge({ status }: { readonly status: RunStatus }) {
  const [color, icon] = looks[status];
  return (
    <Badge color={color} variant="light" leftSection={icon} tt="none" autoContrast styles={{ label: { overflow: "visible" } }}>
      {status === "TimedOut" ? "Timed out" : status}
    </Badge>
  );
}
