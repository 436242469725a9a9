import { ScrollArea, Text, TextInput, Tooltip, UnstyledButton } from "@mantine/core";
import { Search } from "lucide-react";
import { useState } from "react";
import { StepIcon } from "../../components/StepIcon";
import type { StepType } from "../../flow/catalog";
import { groupBy } from "../../flow/grouping";
import { addToFlow } from "./adding";
import { useBuilder, useBuilderStore } from "./store";
import classes from "./Builder.module.css";

/** How a dragged step type is called in a drag. */
export const dragType = "application/x-flowfunctions-step";

/** The step types: drag one onto the canvas, or press it to add it after the selected step. */
export function Palette() {
  const [text, setText] = useState("");
  const catalog = useBuilder((state) => state.catalog);
  const found = findTypes([...catalog.values()], text);
  return (
    <section className={classes.palette} aria-label="Step types">
      <TextInput
        m={8}
        size="xs"
        leftSection={<Search size={14} aria-hidden />}
        placeholder="Find a step type"
        aria-label="Find a step type"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ScrollArea flex={1} px={4} type="auto">
        {[...groupBy(found, (type) => type.category)].map(([category, types]) => (
          <div key={category} role="group" aria-label={category}>
            <Text size="xs" c="dimmed" fw={600} px={8} pt={8} pb={2}>
              {category}
            </Text>
            {types.map((type) => (
              <Entry key={type.id} type={type} />
            ))}
          </div>
        ))}
        {found.length === 0 && (
          <Text size="sm" c="dimmed" p={8}>
            No step type has this name.
          </Text>
        )}
      </ScrollArea>
    </section>
  );
}

function Entry({ type }: { readonly type: StepType }) {
  const store = useBuilderStore();
  // What has been added must not be covered by what it is.
  const [isUsed, setUsed] = useState(false);
  return (
    <Tooltip label={type.description} position="right" multiline w={260} openDelay={500} disabled={isUsed}>
      <UnstyledButton
        className={classes.entry}
        draggable
        onDragStart={(event) => event.dataTransfer.setData(dragType, type.id)}
        onMouseLeave={() => setUsed(false)}
        onClick={() => {
          setUsed(true);
          addToFlow(store, type, {});
        }}
      >
        <StepIcon name={type.icon} />
        {type.title}
      </UnstyledButton>
    </Tooltip>
  );
}

/** The types whose title, id or description has all the words; those with the words in their title first. */
export function findTypes(types: readonly StepType[], text: string): StepType[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const has = (where: string) => words.every((word) => where.toLowerCase().includes(word));
  const found = types.filter((type) => has(`${type.title} ${type.id} ${type.category} ${type.description}`));
  return words.length === 0 ? found : found.sort((a, b) => Number(has(`${b.title} ${b.id}`)) - Number(has(`${a.title} ${a.id}`)));
}
