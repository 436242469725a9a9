import { Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { scopeOfOutput } from "../../../flow/expressions/scope";
import { asText, member, type Json, type Path } from "../../../flow/json";
import { removeAt, setAt } from "../../../flow/tree";
import type { FlowDocument } from "../../../flow/document";
import { toPointer } from "../../../flow/pointer";
import { FieldShell } from "../form/FieldShell";
import { FormContext, type FormContextValue } from "../form/FormContext";
import { JsonField } from "../form/JsonField";
import { edit, useBuilder, useBuilderStore } from "../store";
import { TriggerPanel } from "../triggers/TriggerPanel";
import { TriggerPin } from "./TriggerPin";
import { useLastRun } from "./useStepForm";

const fields = [
  [
    "input",
    "Input schema",
    "JSON Schema of the run's input. An input that does not fit is refused before the run starts.",
    '{ "type": "object", "properties": { … } }',
  ],
  [
    "output",
    "Output",
    "The run's output. Without it: the body of the step that responded, or the output of the last steps.",
    "{{ steps.… }}",
  ],
] as const;

/** What belongs to the flow as a whole. */
export function FlowInspector() {
  const store = useBuilderStore();
  const document = useBuilder((state) => state.document);
  const form = useFlowForm();
  const set = (path: Path, value: Json | undefined) => form.onChange(path, value === "" ? undefined : value);
  const text = (path: Path) => asText(path.reduce<Json | undefined>((at, name) => member(at, String(name)), document)) ?? "";
  return (
    <Stack p="md" gap="sm">
      <div>
        <Text fw={600}>Flow</Text>
        <Text size="sm" c="dimmed">
          Select a step to configure it.
        </Text>
      </div>
      <TextInput
        label="Name"
        size="sm"
        placeholder={store.getState().flowId}
        value={text(["name"])}
        onChange={(event) => set(["name"], event.currentTarget.value)}
      />
      <Textarea
        label="Description"
        size="sm"
        autosize
        minRows={2}
        value={text(["description"])}
        onChange={(event) => set(["description"], event.currentTarget.value)}
      />
      <FormContext value={form}>
        {fields.map(([name, label, description, placeholder]) => (
          <FieldShell key={name} isBare={false} label={label} isRequired={false} description={description} problem={form.problemAt([name])}>
            <JsonField path={[name]} label={label} value={member(document, name)} placeholder={placeholder} />
          </FieldShell>
        ))}
      </FormContext>
      <TriggerPanel />
      <TriggerPin />
      <TextInput
        label="Timeout of a run"
        size="sm"
        placeholder="No limit; 30s, 5m, 2h"
        error={form.problemAt(["settings", "timeout"])}
        value={text(["settings", "timeout"])}
        onChange={(event) => set(["settings", "timeout"], event.currentTarget.value)}
      />
      <Select
        label="When a step fails and nothing handles it"
        size="sm"
        data={[
          { value: "stop", label: "Nothing new starts" },
          { value: "finishOthers", label: "Other branches go on" },
        ]}
        allowDeselect={false}
        value={text(["settings", "onFailure"]) || "stop"}
        onChange={(value) => set(["settings", "onFailure"], value === "stop" ? undefined : (value ?? undefined))}
      />
    </Stack>
  );
}

function useFlowForm(): FormContextValue {
  const store = useBuilderStore();
  const document = useBuilder((state) => state.document);
  const catalog = useBuilder((state) => state.catalog);
  const problems = useBuilder((state) => state.problems);
  const run = useLastRun();
  const scope = scopeOfOutput(document, null, catalog, run);
  return {
    root: {},
    scope,
    secretScope: scope,
    holdsSecret: () => false,
    isLiteral: (path) => path[0] === "input",
    problemAt: (path) => problems.find((problem) => problem.pointer === toPointer(path))?.message,
    onChange: (path, value) => {
      const change = (before: FlowDocument) => (value === undefined ? removeAt(before, path) : setAt(before, path, value)) as FlowDocument;
      edit(store, `Change ${String(path.at(-1))}`, change, `flow ${toPointer(path)}`);
    },
    preview: undefined,
  };
}
