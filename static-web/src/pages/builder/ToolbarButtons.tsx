import { ActionIcon, Button, Tooltip, VisuallyHidden } from "@mantine/core";
import { useReactFlow } from "@xyflow/react";
import { CircleAlert, CircleCheck, LayoutDashboard, Redo2, Undo2 } from "lucide-react";
import { useState } from "react";
import { arrangeAll } from "./actions";
import { redoEdit, undoEdit, useBuilder, useBuilderStore } from "./store";

export function UndoRedo() {
  const store = useBuilderStore();
  const past = useBuilder((state) => state.history.past.at(-1)?.label);
  const future = useBuilder((state) => state.history.future.at(-1)?.label);
  return (
    <ActionIcon.Group>
      <Tooltip label={past === undefined ? "Nothing to undo" : `Undo: ${past}`}>
        <ActionIcon variant="default" size="lg" disabled={past === undefined} onClick={() => undoEdit(store)} aria-label="Undo">
          <Undo2 size={18} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={future === undefined ? "Nothing to redo" : `Redo: ${future}`}>
        <ActionIcon variant="default" size="lg" disabled={future === undefined} onClick={() => redoEdit(store)} aria-label="Redo">
          <Redo2 size={18} />
        </ActionIcon>
      </Tooltip>
    </ActionIcon.Group>
  );
}

export function Arrange() {
  const store = useBuilderStore();
  const { fitView } = useReactFlow();
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    await arrangeAll(store);
    setBusy(false);
    await fitView({ duration: 200, maxZoom: 1 });
  };
  return (
    <Tooltip label="Arrange all steps (L)">
      <ActionIcon variant="default" size="lg" visibleFrom="md" loading={isBusy} onClick={() => void run()} aria-label="Arrange all steps">
        <LayoutDashboard size={18} />
      </ActionIcon>
    </Tooltip>
  );
}

export function ProblemsButton({ isOpen, onClick }: { readonly isOpen: boolean; readonly onClick: () => void }) {
  const count = useBuilder((state) => state.problems.length);
  const label = count === 0 ? "No problems" : count === 1 ? "1 problem" : `${count} problems`;
  return (
    <Tooltip label={label}>
      <Button
        variant={isOpen ? "filled" : "default"}
        px="xs"
        onClick={onClick}
        aria-pressed={isOpen}
        leftSection={
          count === 0 ? (
            <CircleCheck size={18} color={isOpen ? "currentColor" : "var(--phase-succeeded)"} />
          ) : (
            <CircleAlert size={18} color={isOpen ? "currentColor" : "var(--phase-failed)"} />
          )
        }
      >
        {count}
        <VisuallyHidden>{count === 1 ? "problem" : "problems"}</VisuallyHidden>
      </Button>
    </Tooltip>
  );
}
