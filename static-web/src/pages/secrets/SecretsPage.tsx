import { Autocomplete, Button, Group, Tabs, Text } from "@mantine/core";
import { Allowed } from "../../components/Allowed";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { aboutQuery } from "../../api/about";
import { offerCommands } from "../../app/commands";
import { Page } from "../../components/Page";
import { Failure, Loading } from "../../components/States";
import { nameProblem } from "../../flow/secretNames";
import { DeletedSecrets } from "./DeletedSecrets";
import { SecretDialog } from "./SecretDialog";
import { SecretList } from "./SecretList";

/** The secrets of the workspace: names and times, never values. */
export default function SecretsPage() {
  const about = useQuery(aboutQuery);
  if (about.isPending) return <Loading what="secrets" />;
  if (about.isError && !about.data) return <Failure error={about.error} onRetry={() => void about.refetch()} />;
  return <Secrets own={about.data.environment} workspace={about.data.workspace} canWrite={about.data.secrets !== "none"} />;
}

interface SecretsProps {
  readonly own: string;
  readonly workspace: string;
  readonly canWrite: boolean;
}

function Secrets({ own, workspace, canWrite }: SecretsProps) {
  const [written, setWritten] = useState(own);
  const [asked] = useDebouncedValue(written.trim(), 300);
  const [isCreating, setCreating] = useState(false);
  const problem = nameProblem(written.trim());
  const environment = nameProblem(asked) === undefined ? asked : own;
  useEffect(
    () =>
      canWrite
        ? offerCommands("secrets", [{ id: "new-secret", label: "New secret", group: "Secrets", run: () => setCreating(true) }])
        : undefined,
    [canWrite],
  );
  return (
    <Page
      title="Secrets"
      actions={
        canWrite && (
          <Allowed permission="secrets.write">
            <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setCreating(true)}>
              New secret
            </Button>
          </Allowed>
        )
      }
    >
      <Group mb="md" align="flex-end" gap="md">
        <Autocomplete
          label="Environment"
          w={220}
          data={[...new Set([own, "default"])]}
          value={written}
          error={problem}
          onChange={setWritten}
        />
        <Text size="sm" c="dimmed" maw={560}>
          Workspace {workspace}. Steps of this app get the secrets of <strong>{own}</strong>.
          {!canWrite && " It has no vault: secrets are settings of the app (FLOW_SECRET__NAME), until FLOW_KEY_VAULT names one."}
        </Text>
      </Group>
      <Tabs defaultValue="there" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="there">Secrets</Tabs.Tab>
          <Tabs.Tab value="deleted">Deleted</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="there">
          <SecretList environment={environment} onCreate={canWrite ? () => setCreating(true) : undefined} />
        </Tabs.Panel>
        <Tabs.Panel value="deleted">
          <DeletedSecrets environment={environment} />
        </Tabs.Panel>
      </Tabs>
      <SecretDialog environment={environment} opened={isCreating} onClose={() => setCreating(false)} />
    </Page>
  );
}
