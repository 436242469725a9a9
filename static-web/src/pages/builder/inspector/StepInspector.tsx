import { ActionIcon, Group, Tabs, Text, Tooltip } from "@mantine/core";
import { Copy, Trash2 } from "lucide-react";
import { StepIcon } from "../../../components/StepIcon";
import { stepOf, typeOf } from "../../../flow/document";
import { duplicateSelected, removeSelected } from "../actions";
import { useBuilder, useBuilderStore } from "../store";
import { AdvancedForm } from "./AdvancedForm";
import { StepForm } from "./StepForm";
import { StepNames } from "./StepNames";
import { TestPanel } from "./TestPanel";

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
        <StepActions />
      </Group>
      <StepNames key={id} id={id} step={step} />
      <Tabs defaultValue="settings" keepMounted={false}>
        <Tabs.List px="md">
          <Tabs.Tab value="settings">Settings</Tabs.Tab>
          <Tabs.Tab value="execution">Execution</Tabs.Tab>
          <Tabs.Tab value="test">Test</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="settings" p="md">
          <StepForm id={id} step={step} />
        </Tabs.Panel>
        <Tabs.Panel value="execution" p="md">
          <AdvancedForm id={id} step={step} />
        </Tabs.Panel>
        <Tabs.Panel value="test" p="md">
          <TestPanel id={id} step={step} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function StepActions() {
  const store = useBuilderStore();
  return (
    <Group gap={2} wrap="nowrap">
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
