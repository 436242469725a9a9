import { Badge, Code, Group, Stack, Text } from "@mantine/core";
import type { Change, ChangeKind } from "../flow/compare/diff";
import type { Json } from "../flow/json";

const colors: Readonly<Record<ChangeKind, string>> = { added: "green", removed: "red", changed: "yellow", renamed: "blue" };
const maxShown = 200;

/** What differs between two documents, in words. */
export function ChangeList({ changes }: { readonly changes: readonly Change[] }) {
  return (
    <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: "none" }}>
      {changes.slice(0, maxShown).map((change) => (
        <li key={`${change.subject} ${change.id} ${change.kind}`}>
          <Group gap="xs" wrap="nowrap" align="baseline">
            <Badge size="sm" variant="light" color={colors[change.kind]} tt="none" autoContrast style={{ flex: "none" }}>
              {change.kind}
            </Badge>
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {describe(change)}
            </Text>
          </Group>
          {change.fields.map((field) => (
            <Text key={field.pointer} size="xs" pl="md" style={{ overflowWrap: "anywhere" }}>
              <Code>{field.pointer}</Code> {short(field.before)} → {short(field.after)}
            </Text>
          ))}
        </li>
      ))}
      {changes.length > maxShown && (
        <Text size="sm" c="dimmed">
          And {changes.length - maxShown} more.
        </Text>
      )}
    </Stack>
  );
}

function describe(change: Change): string {
  if (change.subject === "edge")
    return `Edge ${change.id
      .replace(/:success:$/, "")
      .replace(">", " → ")
      .replace(/:(\w+):(.*)$/, (_, on: string, port: string) => ` (${port || on})`)}`;
  if (change.kind === "renamed") return `Step ${change.before ?? ""} is now ${change.id}`;
  const names = { flow: "Flow", input: "Input schema", output: "Output", settings: "Settings", step: "Step", trigger: "Trigger" } as const;
  return `${names[change.subject]} ${change.id}`.trim();
}

function short(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
