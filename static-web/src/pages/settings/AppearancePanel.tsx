import { SegmentedControl, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { Section } from "./Section";

const schemes: { value: MantineColorScheme; label: string }[] = [
  { value: "auto", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

export function AppearancePanel() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Section title="Colors">
      <SegmentedControl
        aria-label="Colors"
        data={schemes}
        value={colorScheme}
        onChange={(value) => setColorScheme(value)}
        style={{ alignSelf: "flex-start" }}
      />
    </Section>
  );
}
