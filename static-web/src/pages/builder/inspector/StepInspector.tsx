import { ActionIcon, Group, Tabs, Text, Tooltip } from "@mantine/core";
import { Copy, ListStart, Trash2 } from "lucide-react";
import { lazy, Suspense } from "react";
import { Loading } from "../../../components/States";
import { StepIcon } from "../../../components/StepIcon";
import { stepOf, typeOf } from "../../../flow/document";
import { canPin } from "../../../flow/pins/pins";
import { duplicateSelected, removeSelected } from "../actions";
import { useBuilder, useBuilderStore } from "../store";
import { AdvancedForm } from "./AdvancedForm";
import { StepForm } from "./StepForm";
import { StepNames } from "./StepNames";

// Loaded when their tabs are opened.
const PinPanel = lazy(async () => ({ default: (await import("./PinPanel")).PinPanel }));
const TestPanel = lazy(async () => ({ default: (await import("./TestPanel")).TestPanel }));

/** One step: its configuration, how it is carried out, and a trial. */
export function StepInspector({ id }: { readonly id: string }) {
  const step = useBuilder((state) => stepOf(state.document, id)) ?? {};
  const type = useBuilder((state) => state.catalog.get(typeOf(step)));
  return (
    <>
      <Group justify="space-between" wrap="nowrap" px="md" pt="sm">
        <Tooltip label={type?.description ?? "The app does not know this type."} multiline w={300} position="bottom-start">
          <Group gap="xs" wrap="nowrap">
            <StepIcon name={type?.icon} />
            <Text fw={600}>{type?.title ?? typeOf(step)}</Text>
          </Group>
        </Tooltip>
        <StepActions id={id} />
      </Group>
      <StepNames key={id} id={id} step={step} />
      <Tabs defaultValue="settings" keepMounted={false}>
        <Tabs.List px="md">
          <Tabs.Tab value="settings">Settings</Tabs.Tab>
          <Tabs.Tab value="execution">Execution</Tabs.Tab>
          <Tabs.Tab value="test">Test</Tabs.Tab>
          <Tabs.Tab value="pin">Pin</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="settings" p="md">
          <StepForm id={id} step={step} />
        </Tabs.Panel>
        <Tabs.Panel value="execution" p="md">
          <AdvancedForm id={id} step={step} />
        </Tabs.Panel>
        <Tabs.Panel value="test" p="md">
          <Suspense fallback={<Loading what="the test" />}>
            <TestPanel id={id} step={step} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="pin" p="md">
          <Suspense fallback={<Loading what="the pins" />}>
            <PinPanel id={id} step={step} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function StepActions({ id }: { readonly id: string }) {
  const store = useBuilderStore();
  const canBegin = useBuilder((state) => canPin(state.document, id));
  return (
    <Group gap={2} wrap="nowrap">
      {canBegin && (
        <Tooltip label="Run from here">
          <ActionIcon variant="subtle" color="gray" onClick={() => store.setState({ runFrom: id })} aria-label="Run from here">
            <ListStart size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label="Duplicate (Ctrl D)">
        <ActionIcon variant="subtle" color="gray" onClick={() => duplicateSelected(store)} aria-label="Duplicate the step">
          <Copy size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Remove (Delete)">
        <ActionIcon variant="subtle" color="red" onClick={() => removeSelected(store)} aria-label="Remove the step">
          <Trash2 size={16} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
