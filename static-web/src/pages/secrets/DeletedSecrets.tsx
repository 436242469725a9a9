import { Button, Group, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2, Undo2 } from "lucide-react";
import { recoverSecret, secretsQuery, type Secret } from "../../api/secrets";
import { Empty, Failure, Loading } from "../../components/States";
import { withProgress } from "../../components/toasts";
import { When } from "../../components/When";

/** Deleted secrets that can be brought back. */
export function DeletedSecrets({ environment }: { readonly environment: string }) {
  const deleted = useQuery(secretsQuery(environment, true));
  if (deleted.isPending) return <Loading what="deleted secrets" />;
  if (deleted.isError && !deleted.data) return <Failure error={deleted.error} onRetry={() => void deleted.refetch()} />;
  if (deleted.data.length === 0)
    return (
      <Empty icon={<Trash2 size={24} />} title="Nothing to recover">
        Secrets that are deleted stay here for a while.
      </Empty>
    );
  return (
    <Stack gap="sm">
      {deleted.data.map((secret) => (
        <Row key={secret.name} secret={secret} />
      ))}
    </Stack>
  );
}

function Row({ secret }: { readonly secret: Secret }) {
  const client = useQueryClient();
  const recover = async () => {
    const work = recoverSecret(secret.name, secret.environment);
    await withProgress(`Recovering ${secret.name}…`, `${secret.name} has its last value again.`, work);
    await client.invalidateQueries({ queryKey: ["secrets"] });
  };
  return (
    <Group justify="space-between">
      <div>
        <Text fw={600} ff="monospace" size="sm" style={{ overflowWrap: "anywhere" }}>
          {secret.name}
        </Text>
        {secret.purgeAt != null && (
          <Text size="xs" c="dimmed">
            Can be recovered until <When time={secret.purgeAt} />
          </Text>
        )}
      </div>
      <Button
        variant="default"
        leftSection={<Undo2 size={16} aria-hidden />}
        onClick={() => void recover()}
        aria-label={`Recover ${secret.name}`}
      >
        Recover
      </Button>
    </Group>
  );
}
