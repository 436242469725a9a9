import { Text } from "@mantine/core";
import { typeOf } from "../../../flow/document";
import { member, type JsonObject } from "../../../flow/json";
import { FormContext } from "../form/FormContext";
import { JsonField } from "../form/JsonField";
import { ObjectField } from "../form/NestedFields";
import { ScriptTools } from "./ScriptTools";
import { useStepForm } from "./useStepForm";

/** The form that a step type's schema asks for. */
export function StepForm({ id, step }: { readonly id: string; readonly step: JsonObject }) {
  const form = useStepForm(id, step);
  const hasFields = Object.keys(form.root).length > 0;
  return (
    <FormContext value={form}>
      {form.problemAt([]) && (
        <Text size="xs" c="red" mb="xs">
          {form.problemAt([])}
        </Text>
      )}
      {typeOf(step) === "script" && <ScriptTools id={id} step={step} />}
      {hasFields ? (
        <ObjectField path={[]} schema={form.root} value={member(step, "with")} />
      ) : (
        <JsonField path={[]} label="Configuration" value={member(step, "with")} />
      )}
    </FormContext>
  );
}
