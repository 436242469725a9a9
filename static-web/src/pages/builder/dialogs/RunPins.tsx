import { Anchor, Group, Select, Stack, Switch, Text } from "@mantine/core";
import type { Run } from "../../../api/runs";
import { Ago } from "../../../components/Ago";
import { indexOf } from "../../../flow/document";
import { applying } from "../../../flow/pins/pins";
import { dropPins } from "../pinning";
import { useBuilder, useBuilderStore } from "../store";

export interface RunPlan {
  /** The step to begin at; undefined for the start. */
  readonly from: string | undefined;
  readonly takesPins: boolean;
}

interface RunPinsProps {
  readonly plan: RunPlan;
  /** The run whose results are taken for what lies before. */
  readonly source: Run | undefined;
  readonly onChange: (plan: RunPlan) => void;
}

/** Where a run begins, and which pins it takes. */
export function RunPins({ plan, source, onChange }: RunPinsProps) {
  const document = useBuilder((state) => state.document);
  const steps = indexOf(document).scopes.get(null)?.steps ?? [];
  return (
    <Stack gap="xs">
      <Select
        label="Begin at"
        data={[{ value: "", label: "The start" }, ...steps.map((id) => ({ value: id, label: id }))]}
        value={plan.from ?? ""}
        allowDeselect={false}
        searchable={steps.length > 10}
        onChange={(from) => onChange({ ...plan, from: from === "" || from === null ? undefined : from })}
      />
      {plan.from !== undefined && (
        <Text size="sm" c="dimmed">
          Only this step and what follows is executed. What leads to it{" "}
          {source?.endedAt ? (
            <>
              comes from the last run, <Ago time={source.endedAt} />, unless it is pinned.
            </>
          ) : (
            "has to be pinned: there is no ended run to take it from."
          )}
        </Text>
      )}
      <Pinned plan={plan} onChange={onChange} />
    </Stack>
  );
}

function Pinned({ plan, onChange }: Omit<RunPinsProps, "source">) {
  const store = useBuilderStore();
  const document = useBuilder((state) => state.document);
  const pins = useBuilder((state) => state.pins);
  const names = [...applying(pins, document).keys(), ...(pins.trigger === undefined ? [] : ["the trigger's data"])];
  if (names.length === 0) return null;
  return (
    <Group justify="space-between" wrap="nowrap" align="start">
      <Switch
        label={`Take what is pinned: ${names.join(", ")}`}
        checked={plan.takesPins}
        onChange={(event) => onChange({ ...plan, takesPins: event.currentTarget.checked })}
      />
      <Anchor component="button" type="button" size="sm" style={{ flex: "none" }} onClick={() => dropPins(store)}>
        Unpin all
      </Anchor>
    </Group>
  );
}
