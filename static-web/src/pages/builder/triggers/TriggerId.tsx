import { TextInput } from "@mantine/core";
import { useState } from "react";
import { renameTrigger, triggerIdProblem } from "../../../flow/edits/triggers";
import { edit, useBuilder, useBuilderStore } from "../store";

/** The trigger's id in the flow; taken over when the field is left. */
export function TriggerId({ id, onRenamed }: { readonly id: string; readonly onRenamed: (id: string) => void }) {
  const store = useBuilderStore();
  const document = useBuilder((state) => state.document);
  const [text, setText] = useState(id);
  const problem = triggerIdProblem(document, id, text);
  const leave = () => {
    if (text === id) return;
    if (problem === undefined && edit(store, "Rename the trigger", (before) => renameTrigger(before, id, text))) onRenamed(text);
    else setText(id);
  };
  return (
    <TextInput
      label="Id"
      size="sm"
      value={text}
      error={problem}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === "Enter") leave();
      }}
    />
  );
}
