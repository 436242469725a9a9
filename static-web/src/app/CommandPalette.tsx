import { Group, Kbd, Modal, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { useState, type KeyboardEvent } from "react";
import { flowsQuery } from "../api/flows";
import { closePalette, openHelp, useCommands, type Command } from "./commands";
import { pages } from "./pages";
import classes from "./CommandPalette.module.css";

// What is typed right after the key has to arrive in the field.
const atOnce = { duration: 0 };
const dialogLabel = { content: { "aria-label": "Search and commands" } };

/** Everything that can be done or opened, by typing (Ctrl+K). */
export function CommandPalette() {
  const isOpen = useCommands((state) => state.isOpen);
  return (
    <Modal
      opened={isOpen}
      onClose={closePalette}
      withCloseButton={false}
      padding={0}
      size="lg"
      attributes={dialogLabel}
      transitionProps={atOnce}
    >
      <Palette />
    </Modal>
  );
}

function Palette() {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const found = useFound(text);
  const chosen = Math.min(at, found.length - 1);
  const run = (command: Command | undefined) => {
    closePalette();
    command?.run();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(Math.min(found.length - 1, chosen + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, chosen - 1));
    else if (event.key === "Enter") run(found[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        size="lg"
        variant="unstyled"
        px="md"
        leftSection={<Search size={18} aria-hidden />}
        placeholder="Find a flow, a page or a command"
        aria-label="Find a flow, a page or a command"
        role="combobox"
        aria-expanded
        aria-controls="commands"
        aria-activedescendant={found[chosen] ? `command-${found[chosen].id}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
        data-autofocus
      />
      <div className={classes.list}>
        <Stack id="commands" role="listbox" aria-label="Found" gap={0} p="xs">
          {found.map((command, i) => (
            <Row key={command.id} command={command} isChosen={i === chosen} onPick={() => run(command)} />
          ))}
          {found.length === 0 && (
            <Text c="dimmed" p="md" ta="center">
              Nothing has this name.
            </Text>
          )}
        </Stack>
      </div>
    </>
  );
}

function Row({ command, isChosen, onPick }: { readonly command: Command; readonly isChosen: boolean; readonly onPick: () => void }) {
  return (
    <UnstyledButton
      id={`command-${command.id}`}
      role="option"
      aria-selected={isChosen}
      tabIndex={-1}
      className={classes.row}
      data-chosen={isChosen || undefined}
      onClick={onPick}
      ref={(element) => {
        if (isChosen) element?.scrollIntoView({ block: "nearest" });
      }}
    >
      <Group justify="space-between" wrap="nowrap">
        <Text truncate>{command.label}</Text>
        <Group gap="xs" wrap="nowrap" flex="none">
          <Text size="xs" c="dimmed">
            {command.group}
          </Text>
          {command.keys && <Kbd size="xs">{command.keys}</Kbd>}
        </Group>
      </Group>
    </UnstyledButton>
  );
}

function useFound(text: string): readonly Command[] {
  const navigate = useNavigate();
  const offers = useCommands((state) => state.offers);
  const [asked] = useDebouncedValue(text.trim(), 150);
  const flows = useInfiniteQuery(flowsQuery(asked));
  const general: Command[] = [
    ...pages.map(({ to, label }): Command => ({ id: to, label, group: "Page", run: () => void navigate({ to }) })),
    { id: "help", label: "Keyboard shortcuts", group: "Help", keys: "?", run: openHelp },
  ];
  const own = [...[...offers.values()].flat(), ...general].filter((command) => fits(command.label, text));
  // What was asked last may still be on its way: of the answer before it only what fits.
  const found = (flows.data?.pages[0]?.items ?? [])
    .filter((flow) => fits(`${flow.name ?? ""} ${flow.id}`, text))
    .slice(0, 12)
    .map((flow): Command => ({
      id: `flow-${flow.id}`,
      label: flow.name ?? flow.id,
      group: "Flow",
      run: () => void navigate({ to: "/flows/$flowId", params: { flowId: flow.id } }),
    }));
  return [...own, ...found];
}

/** Whether all words of what was typed occur. */
function fits(label: string, text: string): boolean {
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => label.toLowerCase().includes(word));
}
