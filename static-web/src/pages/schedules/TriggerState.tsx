import { Badge, Tooltip } from "@mantine/core";

interface TriggerStateProps {
  readonly trigger: {
    readonly fires: boolean;
    readonly paused: boolean;
    readonly enabled: boolean;
    readonly flowEnabled: boolean;
    readonly pauseReason?: string | null;
  };
}

/** Whether a trigger starts runs, and if not, why. */
export function TriggerState({ trigger }: TriggerStateProps) {
  if (trigger.fires) return <State color="green" label="Active" why="It starts runs." />;
  if (trigger.paused) return <State color="yellow" label="Paused" why={trigger.pauseReason ?? "Somebody has paused it."} />;
  if (!trigger.flowEnabled) return <State color="gray" label="Flow off" why="Its flow's triggers are switched off." />;
  return <State color="gray" label="Off" why="The flow's published version has it switched off." />;
}

function State({ color, label, why }: { readonly color: string; readonly label: string; readonly why: string }) {
  return (
    <Tooltip label={why} multiline maw={280}>
      <Badge color={color} variant="light" tt="none" autoContrast styles={{ label: { overflow: "visible" } }}>
        {label}
      </Badge>
    </Tooltip>
  );
}
