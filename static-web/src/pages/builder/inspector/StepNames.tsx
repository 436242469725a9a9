import { Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { indexOf } from "../../../flow/document";
import { idProblem } from "../../../flow/edits/ids";
import { renameStep, setStepMember } from "../../../flow/edits/steps";
import { asText, member, type JsonObject } from "../../../flow/json";
import { edit, select, useBuilder, useBuilderStore } from "../store";

/** The id, which expressions and edges follow when it changes, and the name for people. */
export function StepNames({ id, step }: { readonly id: string; readonly step: JsonObject }) {
  const store = useBuilderStore();
  const taken = useBuilder((state) => indexOf(state.document).steps);
  const [text, setText] = useState(id);
  const problem = text === id ? undefined : taken.has(text) ? "Another step has this id." : idProblem(text);
  const rename = () => {
    if (text === id) return;
    const isDone =
      problem === undefined && edit(store, `Rename ${id}`, (document) => renameStep(document, id, text, store.getState().catalog));
    if (isDone) select(store, [text]);
    else setText(id);
  };
  return (
    <Stack gap="xs" px="md" py="sm">
      <TextInput
        label="Id"
        size="sm"
        value={text}
        error={problem}
        spellCheck={false}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={rename}
        onKeyDown={(event) => {
          if (event.key === "Enter") rename();
          if (event.key === "Escape") setText(id);
        }}
      />
      <TextInput
        label="Name"
        size="sm"
        placeholder={id}
        value={asText(member(step, "name")) ?? ""}
        onChange={(event) => {
          const name = event.currentTarget.value;
          edit(store, "Name", (document) => setStepMember(document, id, ["name"], name === "" ? undefined : name), `name ${id}`);
        }}
      />
    </Stack>
  );
}
