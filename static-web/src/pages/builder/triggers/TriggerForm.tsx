import { Button, SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { flowSchemaQuery } from "../../../api/about";
import { Failure } from "../../../components/States";
import { removeTrigger } from "../../../flow/edits/triggers";
import { triggerSchema } from "../../../flow/forms/triggerSchema";
import { asText, member, type JsonObject } from "../../../flow/json";
import { without } from "../../../flow/tree";
import { FormContext } from "../form/FormContext";
import { JsonField } from "../form/JsonField";
import { ObjectField } from "../form/NestedFields";
import { edit, useBuilderStore } from "../store";
import { TestData } from "./TestData";
import { TriggerId } from "./TriggerId";
import { useTriggerForm } from "./useTriggerForm";

interface TriggerFormProps {
  readonly id: string;
  readonly trigger: JsonObject;
  readonly onRenamed: (id: string) => void;
}

/** One trigger: the form that the flow format's schema asks for. */
export function TriggerForm({ id, trigger, onRenamed }: TriggerFormProps) {
  const store = useBuilderStore();
  const schema = useQuery(flowSchemaQuery);
  const remove = () => edit(store, "Remove the trigger", (document) => removeTrigger(document, id));
  if (schema.isError && !schema.data) return <Failure error={schema.error} onRetry={() => void schema.refetch()} />;
  return (
    <Stack gap="sm">
      <TriggerId key={id} id={id} onRenamed={onRenamed} />
      {schema.data ? <Fields id={id} trigger={trigger} root={schema.data} /> : <Skeleton h={300} />}
      <Button variant="default" color="red" size="compact-sm" leftSection={<Trash2 size={14} aria-hidden />} onClick={remove}>
        Remove the trigger
      </Button>
    </Stack>
  );
}

function Fields({ id, trigger, root }: { readonly id: string; readonly trigger: JsonObject; readonly root: JsonObject }) {
  const store = useBuilderStore();
  const form = useTriggerForm(id, trigger, root);
  const type = asText(member(trigger, "type")) ?? "";
  const schema = triggerSchema(root, trigger);
  const kind = member(trigger, "every") === undefined ? "cron" : "every";
  const change = (next: string) =>
    edit(store, "Change when it starts", (document) => ({
      ...document,
      triggers: {
        ...(document.triggers as JsonObject),
        [id]: { ...without(trigger, ["cron", "every"]), ...(next === "cron" ? { cron: "0 2 * * *" } : { every: "1h" }) },
      },
    }));
  return (
    <FormContext value={form}>
      {form.problemAt([]) && (
        <Text size="xs" c="red" role="alert">
          {form.problemAt([])}
        </Text>
      )}
      {type === "schedule" && (
        <SegmentedControl
          aria-label="When it starts"
          size="xs"
          value={kind}
          onChange={change}
          data={[
            { value: "cron", label: "At times (cron)" },
            { value: "every", label: "Every so often" },
          ]}
        />
      )}
      {schema ? <ObjectField path={[]} schema={schema} value={trigger} /> : <JsonField path={[]} label="Trigger" value={trigger} />}
      {type === "webhook" && <TestData id={id} />}
    </FormContext>
  );
}
