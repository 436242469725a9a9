import { Button, Kbd, Text } from "@mantine/core";
import { Keyboard } from "lucide-react";
import { openHelp } from "../../app/commands";
import { Section } from "./Section";

export function ShortcutsPanel() {
  return (
    <Section title="Keyboard">
      <Text size="sm">
        Everything can be done with keys. <Kbd size="xs">?</Kbd> shows them on every page, <Kbd size="xs">Ctrl K</Kbd> finds pages, flows
        and commands.
      </Text>
      <Button variant="default" leftSection={<Keyboard size={16} aria-hidden />} onClick={openHelp} style={{ alignSelf: "flex-start" }}>
        Show the keys
      </Button>
    </Section>
  );
}
