import { NumberInput, Select, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { isLoop } from "../../../flow/catalog";
import { setStepMember } from "../../../flow/edits/steps";
import { asText, isObject, member, type Json, type JsonObject, type Path } from "../../../flow/json";
import { edit, useBuilder, useBuilderStore } from "../store";

const joins = [
  { value: "noneFailed", label: "None failed, one or more taken" },
  { value: "allSucceeded", label: "All taken" },
  { value: "anySucceeded", label: "As soon as the first is taken" },
  { value: "allDone", label: "All decided, whatever they are" },
];

const backoffs = [
  { value: "exponential", label: "Twice the delay each time" },
  { value: "fixed", label: "The same delay each time" },
];

/** How a step is carried out: when it starts, how long it may take, and what happens after a failure. */
export function AdvancedForm({ id, step }: { readonly id: string; readonly step: JsonObject }) {
  const store = useBuilderStore();
  const hasRetry = useBuilder((state) => !isLoop(step, state.catalog));
  const set = (path: Path, value: Json | undefined) =>
    edit(
      store,
      `Change ${String(path[0])}`,
      (document) => setStepMember(document, id, path, value === "" ? undefined : value),
      `${id} ${path.join("/")}`,
    );
  return (
    <Stack gap="sm">
      <Textarea
        label="Description"
        size="sm"
        autosize
        minRows={2}
        value={asText(member(step, "description")) ?? ""}
        onChange={(event) => set(["description"], event.currentTarget.value)}
      />
      <Select
        label="When several edges lead here"
        size="sm"
        data={joins}
        value={asText(member(step, "join")) ?? "noneFailed"}
        allowDeselect={false}
        onChange={(value) => set(["join"], value === "noneFailed" ? undefined : (value ?? undefined))}
      />
      <TextInput
        label="Timeout of an attempt"
        size="sm"
        placeholder="No limit; 30s, 5m, 2h"
        value={asText(member(step, "timeout")) ?? ""}
        onChange={(event) => set(["timeout"], event.currentTarget.value)}
      />
      {hasRetry && <Retry retry={member(step, "retry")} onSet={set} />}
    </Stack>
  );
}

function Retry({ retry, onSet }: { readonly retry: Json | undefined; readonly onSet: (path: Path, value: Json | undefined) => void }) {
  const isOn = isObject(retry);
  const attempts = member(retry, "maxAttempts");
  return (
    <>
      <Switch
        label="Try again after a failure"
        checked={isOn}
        onChange={(event) => onSet(["retry"], event.currentTarget.checked ? { maxAttempts: 3 } : undefined)}
      />
      {isOn && (
        <>
          <NumberInput
            label="Attempts in all"
            size="sm"
            min={1}
            max={100}
            placeholder="3"
            value={typeof attempts === "number" ? attempts : ""}
            onChange={(value) => onSet(["retry", "maxAttempts"], typeof value === "number" ? value : undefined)}
          />
          <Select
            label="Delays"
            size="sm"
            data={backoffs}
            allowDeselect={false}
            value={asText(member(retry, "backoff")) ?? "exponential"}
            onChange={(value) => onSet(["retry", "backoff"], value === "exponential" ? undefined : (value ?? undefined))}
          />
          <TextInput
            label="First delay"
            size="sm"
            placeholder="1s"
            value={asText(member(retry, "delay")) ?? ""}
            onChange={(event) => onSet(["retry", "delay"], event.currentTarget.value)}
          />
        </>
      )}
    </>
  );
}
