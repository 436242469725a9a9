import { ActionIcon, Badge, Button, Group, Menu, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Ellipsis, KeyRound, Replace, Search, Trash2 } from "lucide-react";
import { useState } from "react";
import { secretsQuery, type Secret } from "../../api/secrets";
import { MenuTable } from "../../components/MenuTable";
import { Ago } from "../../components/Ago";
import { Empty, Failure, Loading } from "../../components/States";
import { DeleteSecret } from "./DeleteSecret";
import { SecretDialog } from "./SecretDialog";
import { UsesDialog } from "./UsesDialog";

const columns = [{ title: "Name" }, { title: "Version", width: 280, isWide: true }, { title: "Written", width: 160, isWide: true }];

interface SecretListProps {
  readonly environment: string;
  readonly onCreate: (() => void) | undefined;
}

export function SecretList({ environment, onCreate }: SecretListProps) {
  const secrets = useQuery(secretsQuery(environment, false));
  if (secrets.isPending) return <Loading what="secrets" />;
  if (secrets.isError && !secrets.data) return <Failure error={secrets.error} onRetry={() => void secrets.refetch()} />;
  if (secrets.data.length === 0)
    return (
      <Empty
        icon={<KeyRound size={24} />}
        title={`No secrets in ${environment}`}
        action={onCreate && <Button onClick={onCreate}>Write the first secret</Button>}
      >
        A flow names a secret as {"{{ secrets.NAME }}"} and never holds its value. Keys and passwords belong here.
      </Empty>
    );
  return (
    <MenuTable columns={columns}>
      {secrets.data.map((secret) => (
        <Row key={secret.name} secret={secret} />
      ))}
    </MenuTable>
  );
}

function Row({ secret }: { readonly secret: Secret }) {
  const [dialog, setDialog] = useState<"replace" | "delete" | "uses">();
  const close = () => setDialog(undefined);
  const isSetting = secret.source === "settings";
  return (
    <Table.Tr>
      <Table.Td>
        <Stack gap={2} align="flex-start">
          <Group gap="xs">
            <Text fw={600} ff="monospace" size="sm" style={{ overflowWrap: "anywhere" }}>
              {secret.name}
            </Text>
            {isSetting && (
              <Badge variant="default" tt="none">
                Setting of the app
              </Badge>
            )}
          </Group>
          {secret.updatedAt != null && (
            <Text size="xs" c="dimmed" hiddenFrom="sm">
              <Ago time={secret.updatedAt} />
            </Text>
          )}
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Text size="sm" truncate>
          {secret.version ?? ""}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Text size="sm">{secret.updatedAt != null && <Ago time={secret.updatedAt} />}</Text>
      </Table.Td>
      <Table.Td>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`More for ${secret.name}`}>
              <Ellipsis size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Search size={16} />} onClick={() => setDialog("uses")}>
              Where it is used
            </Menu.Item>
            {!isSetting && (
              <>
                <Menu.Item leftSection={<Replace size={16} />} onClick={() => setDialog("replace")}>
                  Replace the value…
                </Menu.Item>
                <Menu.Item color="red" leftSection={<Trash2 size={16} />} onClick={() => setDialog("delete")}>
                  Delete…
                </Menu.Item>
              </>
            )}
          </Menu.Dropdown>
        </Menu>
        <SecretDialog environment={secret.environment} name={secret.name} opened={dialog === "replace"} onClose={close} />
        <DeleteSecret secret={secret} opened={dialog === "delete"} onClose={close} />
        <UsesDialog name={secret.name} opened={dialog === "uses"} onClose={close} />
      </Table.Td>
    </Table.Tr>
  );
}
