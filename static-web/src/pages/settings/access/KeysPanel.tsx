import { Badge, Button, Group, Stack, Table, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { keysQuery, revokeKey, type ApiKey } from "../../../api/access";
import { Ago } from "../../../components/Ago";
import { ConfirmDialog } from "../../../components/ConfirmDialog";
import { Empty, Failure, Loading } from "../../../components/States";
import { withProgress } from "../../../components/toasts";
import { When } from "../../../components/When";
import { grantText } from "../../../flow/access/grants";
import { KeyDialog } from "./KeyDialog";

/** The keys of programs: what each may do, when it was used last and when it ends. */
export function KeysPanel() {
  const keys = useQuery(keysQuery);
  const [isCreating, setCreating] = useState(false);
  const create = (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      New key
    </Button>
  );
  if (keys.isPending) return <Loading what="the keys" />;
  if (keys.isError && !keys.data) return <Failure error={keys.error} onRetry={() => void keys.refetch()} />;
  return (
    <>
      {keys.data.length === 0 ? (
        <Empty icon={<KeyRound size={24} />} title="No keys yet" action={create}>
          A program signs in with a key. Make one for each, with the least role that it needs, so that it can be revoked alone.
        </Empty>
      ) : (
        <Stack>
          <Group justify="flex-end">{create}</Group>
          <KeyTable keys={keys.data} />
        </Stack>
      )}
      {isCreating && <KeyDialog onClose={() => setCreating(false)} />}
    </>
  );
}

function KeyTable({ keys }: { readonly keys: readonly ApiKey[] }) {
  return (
    <Table highlightOnHover verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Key</Table.Th>
          <Table.Th visibleFrom="sm">May do</Table.Th>
          <Table.Th visibleFrom="sm">Used last</Table.Th>
          <Table.Th visibleFrom="sm">Ends</Table.Th>
          <Table.Th aria-label="What can be done" />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {keys.map((key) => (
          <Row key={key.id} value={key} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ value }: { readonly value: ApiKey }) {
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const [openedAt] = useState(() => Date.now());
  const hasEnded = Date.parse(value.expiresAt) < openedAt;
  const used = value.lastUsedAt === undefined ? "Never" : <Ago time={value.lastUsedAt} />;
  const revoke = async () => {
    await withProgress(`Revoking ${value.name}…`, `${value.name} opens nothing any more.`, revokeKey(value.id));
    await client.invalidateQueries({ queryKey: ["access", "keys"] });
  };
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs">
          <Text fw={600} size="sm" style={{ overflowWrap: "anywhere" }}>
            {value.name}
          </Text>
          {hasEnded && <Badge variant="default">Ended</Badge>}
        </Group>
        <Text size="xs" c="dimmed" ff="monospace">
          {value.id}
        </Text>
        <Text size="xs" hiddenFrom="sm" component="div">
          {grantText(value.grant)} · used: {used}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">{grantText(value.grant)}</Table.Td>
      <Table.Td visibleFrom="sm">{used}</Table.Td>
      <Table.Td visibleFrom="sm">
        <When time={value.expiresAt} />
      </Table.Td>
      <Table.Td ta="right">
        <Button size="xs" variant="default" color="red" onClick={() => setAsking(true)} aria-label={`Revoke ${value.name}`}>
          Revoke
        </Button>
        <ConfirmDialog
          opened={isAsking}
          title={`Revoke ${value.name}?`}
          action="Revoke it"
          hasReason={false}
          onClose={() => setAsking(false)}
          onConfirm={() => void revoke()}
        >
          Programs that sign in with it are refused from now on. That cannot be taken back; make them a new key.
        </ConfirmDialog>
      </Table.Td>
    </Table.Tr>
  );
}
