import { Paper, ScrollArea, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useClickOutside } from "@mantine/hooks";
import { useState, type KeyboardEvent } from "react";
import { StepIcon } from "../../components/StepIcon";
import type { StepType } from "../../flow/catalog";
import { findTypes } from "./Palette";
import { useBuilder } from "./store";
import classes from "./Builder.module.css";

interface StepPickerProps {
  readonly onPick: (type: StepType) => void;
  readonly onClose: () => void;
}

/** A list of step types to type in and pick from, where an edge was dropped or `/` was pressed. */
export function StepPicker({ onPick, onClose }: StepPickerProps) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const outside = useClickOutside(onClose);
  const catalog = useBuilder((state) => state.catalog);
  const found = findTypes([...catalog.values()], text);
  const chosen = Math.min(at, found.length - 1);
  const onKey = (event: KeyboardEvent) => {
    const type = found[chosen];
    if (event.key === "ArrowDown") setAt(Math.min(found.length - 1, chosen + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, chosen - 1));
    else if (event.key === "Enter" && type) onPick(type);
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Paper ref={outside} shadow="lg" withBorder className={classes.picker} role="dialog" aria-label="Add a step">
      <TextInput
        ref={(element) => element?.focus()}
        variant="unstyled"
        px="sm"
        placeholder="Which step?"
        aria-label="Which step?"
        role="combobox"
        aria-expanded
        aria-controls="step-picker"
        aria-activedescendant={found[chosen] ? `pick-${found[chosen].id}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <ScrollArea.Autosize mah={260} type="auto" style={{ borderTop: "1px solid var(--line)" }}>
        <div id="step-picker" role="listbox" aria-label="Step types" style={{ padding: 4 }}>
          {found.map((type, i) => (
            <UnstyledButton
              key={type.id}
              id={`pick-${type.id}`}
              role="option"
              aria-selected={i === chosen}
              data-chosen={i === chosen || undefined}
              tabIndex={-1}
              className={classes.entry}
              onClick={() => onPick(type)}
              ref={(element) => {
                if (i === chosen) element?.scrollIntoView({ block: "nearest" });
              }}
            >
              <StepIcon name={type.icon} />
              {type.title}
            </UnstyledButton>
          ))}
          {found.length === 0 && (
            <Text size="sm" c="dimmed" p={8}>
              No step type has this name.
            </Text>
          )}
        </div>
      </ScrollArea.Autosize>
    </Paper>
  );
}
