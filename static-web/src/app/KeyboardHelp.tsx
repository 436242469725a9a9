import { Group, Kbd, Modal, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { closeHelp, useCommands } from "./commands";
import { shortcuts } from "./shortcuts";

/** The keyboard map (?). */
export function KeyboardHelp() {
  const isOpen = useCommands((state) => state.isHelpOpen);
  return (
    <Modal opened={isOpen} onClose={closeHelp} title="Keyboard" size="xl">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        {shortcuts.map(({ title, keys }) => (
          <Stack key={title} gap={6}>
            <Title order={3} size="h6">
              {title}
            </Title>
            {keys.map(([combination, what]) => (
              <Group key={combination} justify="space-between" wrap="nowrap">
                <Text size="sm">{what}</Text>
                <Kbd size="xs" flex="none">
                  {combination}
                </Kbd>
              </Group>
            ))}
          </Stack>
        ))}
      </SimpleGrid>
    </Modal>
  );
}
