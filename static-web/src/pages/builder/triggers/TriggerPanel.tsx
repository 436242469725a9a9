import { Accordion, Button, Group, Menu, Stack, Text } from "@mantine/core";
import { CalendarClock, CircleAlert, Inbox, Plus, Webhook } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { addTrigger, triggersOf, type TriggerType } from "../../../flow/edits/triggers";
import { asObject, asText, member } from "../../../flow/json";
import { locate } from "../../../flow/problems";
import { Loading } from "../../../components/States";
import { edit, useBuilder, useBuilderStore } from "../store";

// Forms of triggers tell schedules in words, which takes a library of its own.
const TriggerForm = lazy(async () => ({ default: (await import("./TriggerForm")).TriggerForm }));

const kinds: Readonly<Record<TriggerType, { readonly label: string; readonly icon: typeof Webhook }>> = {
  webhook: { label: "Webhook", icon: Webhook },
  schedule: { label: "Schedule", icon: CalendarClock },
  queue: { label: "Queue", icon: Inbox },
};

/** What starts the flow by itself. */
export function TriggerPanel() {
  const store = useBuilderStore();
  const document = useBuilder((state) => state.document);
  const problems = useBuilder((state) => state.problems);
  const shown = useBuilder((state) => state.shownTrigger);
  const [open, setOpen] = useState<string | null>(shown ?? null);
  const [seen, setSeen] = useState(shown);
  // A problem of a trigger opens it.
  if (seen !== shown) {
    setSeen(shown);
    if (shown !== undefined) setOpen(shown);
  }

  const places = problems.map((problem) => locate(document, problem.pointer));
  const triggers = Object.entries(triggersOf(document));
  const add = (type: TriggerType) => {
    const added = addTrigger(store.getState().document, type);
    if (edit(store, `Add a ${type}`, () => added.document)) setOpen(added.id);
  };
  return (
    <Stack gap={6} component="section" aria-label="Triggers">
      <Group justify="space-between">
        <Text size="sm" fw={600}>
          Triggers
        </Text>
        <AddTrigger onAdd={add} />
      </Group>
      {triggers.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing starts the flow by itself yet. It can be started by hand and by the API.
        </Text>
      )}
      <Accordion value={open} onChange={setOpen} variant="contained" order={3}>
        {triggers.map(([id, trigger]) => (
          <Accordion.Item key={id} value={id}>
            <Accordion.Control>
              <Title
                id={id}
                type={asText(member(trigger, "type"))}
                name={asText(member(trigger, "name"))}
                isBroken={places.some((place) => place.kind === "trigger" && place.id === id)}
              />
            </Accordion.Control>
            <Accordion.Panel>
              {open === id && (
                <Suspense fallback={<Loading what="the trigger" />}>
                  <TriggerForm id={id} trigger={asObject(trigger)} onRenamed={setOpen} />
                </Suspense>
              )}
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Stack>
  );
}

interface TitleProps {
  readonly id: string;
  readonly type: string | undefined;
  readonly name: string | undefined;
  readonly isBroken: boolean;
}

function Title({ id, type, name, isBroken }: TitleProps) {
  const kind = type !== undefined && Object.hasOwn(kinds, type) ? kinds[type as TriggerType] : undefined;
  const Icon = kind?.icon ?? Webhook;
  return (
    <Group gap={8} wrap="nowrap">
      <Icon size={16} aria-hidden style={{ flex: "none" }} />
      <Text size="sm" style={{ overflowWrap: "anywhere", minWidth: 0 }}>
        {name ?? id}
      </Text>
      <Text size="xs" c="dimmed">
        {kind?.label ?? type}
      </Text>
      {isBroken && <CircleAlert size={16} color="var(--phase-failed)" aria-label="Has problems" style={{ flex: "none" }} />}
    </Group>
  );
}

function AddTrigger({ onAdd }: { readonly onAdd: (type: TriggerType) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-sm" variant="light" leftSection={<Plus size={14} aria-hidden />}>
          Add a trigger
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(kinds) as TriggerType[]).map((type) => {
          const { label, icon: Icon } = kinds[type];
          return (
            <Menu.Item key={type} leftSection={<Icon size={16} />} onClick={() => onAdd(type)}>
              {label}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
