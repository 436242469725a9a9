import { Text, Stack } from "@mantine/core";
import { useState } from "react";
import { indexOf } from "../../../flow/document";
import { isMark } from "../../../flow/canvas/model";
import { useBuilder } from "../store";
import { EdgeInspector } from "./EdgeInspector";
import { FlowInspector } from "./FlowInspector";
import { MarkInspector } from "./MarkInspector";
import { StepInspector } from "./StepInspector";

/** The settings of what is selected; of the flow when nothing is. */
export function Inspector() {
  const document = useBuilder((state) => state.document);
  const selected = useSelected();
  const nodes = useBuilder((state) => state.canvas.nodes);
  const [only, ...more] = [...selected];
  if (only === undefined) return <FlowInspector />;
  if (more.length > 0)
    return (
      <Stack p="md" gap="xs">
        <Text fw={600}>{selected.size} selected</Text>
        <Text size="sm" c="dimmed">
          Ctrl C copies them, Ctrl D duplicates them, Ctrl G frames them, Delete removes them.
        </Text>
      </Stack>
    );
  const index = indexOf(document);
  if (index.steps.has(only)) return <StepInspector key={only} id={only} />;
  if (index.edges.has(only)) return <EdgeInspector key={only} id={only} />;
  const mark = nodes.find((node) => node.id === only);
  return mark && isMark(mark) ? <MarkInspector key={only} mark={mark} /> : <FlowInspector />;
}

/** What is selected; as long as a step is dragged, what was before: forms that come meanwhile would hold it up. */
function useSelected(): ReadonlySet<string> {
  const selected = useBuilder((state) => state.selected);
  const isDragging = useBuilder((state) => state.isDragging);
  const [shown, setShown] = useState(selected);
  if (shown !== selected && !isDragging) setShown(selected);
  return isDragging ? shown : selected;
}
