import { Box, Group, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";

interface PageProps {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page with a heading and its actions. */
export function Page({ title, actions, children }: PageProps) {
  useDocumentTitle(`${title} · FlowFunctions`);
  return (
    <Box p={{ base: "sm", sm: "lg" }} maw={1200} mx="auto">
      <Group justify="space-between" mb="md" gap="sm">
        <Title order={1} size="h2">
          {title}
        </Title>
        <Group gap="xs">{actions}</Group>
      </Group>
      {children}
    </Box>
  );
}
