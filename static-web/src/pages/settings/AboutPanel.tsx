import { Code, Group, SimpleGrid, Skeleton, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX } from "lucide-react";
import { aboutQuery, type About } from "../../api/about";
import { Failure } from "../../components/States";
import { factsOf, limitText } from "../../flow/about";
import { Section } from "./Section";

/** What the installation is made of, how it is and what its limits are. */
export function AboutPanel() {
  const about = useQuery(aboutQuery);
  return (
    <Section title="This installation">
      {about.data ? (
        <Facts about={about.data} />
      ) : about.isError ? (
        <Failure error={about.error} onRetry={() => void about.refetch()} />
      ) : (
        <Skeleton h={420} />
      )}
    </Section>
  );
}

function Facts({ about }: { readonly about: About }) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
      <Stack gap="md">
        <Pairs rows={factsOf(about)} />
        <div>
          <Text size="sm" fw={600}>
            Values that expressions see under env
          </Text>
          {about.env.length === 0 ? (
            <Text size="sm" c="dimmed">
              None. Set FLOW_ENV__NAME to give one.
            </Text>
          ) : (
            <Group gap={6}>
              {about.env.map((name) => (
                <Code key={name}>env.{name}</Code>
              ))}
            </Group>
          )}
        </div>
        <Health about={about} />
      </Stack>
      <div>
        <Text size="sm" fw={600}>
          Limits
        </Text>
        <Pairs rows={about.limits.map((limit) => [limit.what, limitText(limit), limit.setting ?? undefined] as const)} />
      </div>
    </SimpleGrid>
  );
}

function Health({ about }: { readonly about: About }) {
  return (
    <div>
      <Text size="sm" fw={600}>
        {about.health.ready ? "Ready for work" : "Not ready for work"}
      </Text>
      {about.health.parts.map((part) => (
        <Group key={part.name} gap={6} wrap="nowrap" align="flex-start">
          {part.reason == null ? (
            <CircleCheck size={16} color="var(--phase-succeeded)" aria-label="Ready" style={{ flex: "none", marginTop: 2 }} />
          ) : (
            <CircleX size={16} color="var(--phase-failed)" aria-label="Not ready" style={{ flex: "none", marginTop: 2 }} />
          )}
          <Text size="sm">
            {part.name}
            {part.reason != null && `: ${part.reason}`}
          </Text>
        </Group>
      ))}
    </div>
  );
}

function Pairs({ rows }: { readonly rows: readonly (readonly [string, string, string?])[] }) {
  return (
    <Table verticalSpacing={4} horizontalSpacing={0}>
      <Table.Tbody>
        {rows.map(([name, value, note]) => (
          <Table.Tr key={name}>
            <Table.Td pr="md">
              {name}
              {note !== undefined && (
                <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                  {note}
                </Text>
              )}
            </Table.Td>
            <Table.Td style={{ overflowWrap: "break-word" }}>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
