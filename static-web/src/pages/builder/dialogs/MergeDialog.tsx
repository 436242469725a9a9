import { Button, Code, Group, Modal, Radio, ScrollArea, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { Conflict } from "../../../flow/compare/merge";
import type { Json } from "../../../flow/json";
import type { Autosave } from "../autosave";
import type { OpenConflict } from "../store";

interface MergeDialogProps {
  readonly autosave: Autosave;
  readonly conflict: OpenConflict;
}

/** Two tabs changed the same: a person decides for each place before anything is saved. */
export function MergeDialog({ autosave, conflict }: MergeDialogProps) {
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Changed in another tab"
      size="lg"
    >
      <Choices key={conflict.etag} conflicts={conflict.conflicts} onDecide={(theirs) => autosave.decide(theirs)} />
    </Modal>
  );
}

function Choices({
  conflicts,
  onDecide,
}: {
  readonly conflicts: readonly Conflict[];
  readonly onDecide: (theirs: ReadonlySet<string>) => void;
}) {
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set());
  const choose = (pointer: string, isTheirs: boolean) => {
    const next = new Set(theirs);
    if (isTheirs) next.add(pointer);
    else next.delete(pointer);
    setTheirs(next);
  };
  return (
    <Stack>
      <Text size="sm">Somebody else saved this draft meanwhile. Most changes fit together; these do not. Choose what stays.</Text>
      <ScrollArea.Autosize mah="55vh">
        <Stack>
          {conflicts.map((one) => (
            <Radio.Group
              key={one.pointer}
              label={<Code>{one.pointer}</Code>}
              value={theirs.has(one.pointer) ? "theirs" : "mine"}
              onChange={(value) => choose(one.pointer, value === "theirs")}
            >
              <Stack gap={6} mt={6}>
                <Radio value="mine" label={<Side title="Mine" value={one.mine} />} />
                <Radio value="theirs" label={<Side title="Theirs" value={one.theirs} />} />
              </Stack>
            </Radio.Group>
          ))}
        </Stack>
      </ScrollArea.Autosize>
      <Group justify="flex-end">
        <Button onClick={() => onDecide(theirs)}>Save with these choices</Button>
      </Group>
    </Stack>
  );
}

function Side({ title, value }: { readonly title: string; readonly value: Json | undefined }) {
  return (
    <>
      <Text size="sm" span fw={500}>
        {title}:
      </Text>{" "}
      <Code style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{value === undefined ? "removed" : JSON.stringify(value)}</Code>
    </>
  );
}
