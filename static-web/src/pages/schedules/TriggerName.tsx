import { Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { AnchorLink } from "../../components/links";

interface TriggerNameProps {
  readonly trigger: { readonly flowId: string; readonly triggerId: string; readonly name?: string | null };
  readonly children: ReactNode;
}

/** What a trigger is called and which flow it belongs to, with what it does below. */
export function TriggerName({ trigger, children }: TriggerNameProps) {
  return (
    <>
      <Group gap={6}>
        <Text fw={600} size="sm" style={{ overflowWrap: "anywhere" }}>
          {trigger.name ?? trigger.triggerId}
        </Text>
        <Text size="xs" c="dimmed">
          of{" "}
          <AnchorLink to="/flows/$flowId" params={{ flowId: trigger.flowId }} style={{ overflowWrap: "anywhere" }} fz="xs">
            {trigger.flowId}
          </AnchorLink>
        </Text>
      </Group>
      {children}
    </>
  );
}
