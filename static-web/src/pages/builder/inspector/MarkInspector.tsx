import { Button, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { Trash2 } from "lucide-react";
import type { MarkNode } from "../../../flow/canvas/model";
import { changeMark } from "../../../flow/edits/marks";
import { removeSelected } from "../actions";
import { edit, useBuilderStore } from "../store";

/** The text of a note, or the title of a group. */
export function MarkInspector({ mark }: { readonly mark: MarkNode }) {
  const store = useBuilderStore();
  const isNote = mark.kind === "note";
  const write = (text: string) =>
    edit(
      store,
      isNote ? "Write a note" : "Name the group",
      (document) => changeMark(document, mark.kind, mark.key, isNote ? { text } : { title: text }),
      mark.id,
    );
  return (
    <Stack p="md" gap="sm">
      <Text fw={600}>{isNote ? "Note" : "Group"}</Text>
      {isNote ? (
        <Textarea aria-label="Text" autosize minRows={5} value={mark.text} onChange={(event) => write(event.currentTarget.value)} />
      ) : (
        <TextInput label="Title" value={mark.text} onChange={(event) => write(event.currentTarget.value)} />
      )}
      <Button variant="default" leftSection={<Trash2 size={16} aria-hidden />} onClick={() => removeSelected(store)}>
        Remove
      </Button>
    </Stack>
  );
}
