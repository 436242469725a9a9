import { Alert, Badge, Button, Group, Modal, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { readVersion, rollback, versionsQuery, type Version } from "../../../api/flows";
import { Ago } from "../../../components/Ago";
import { ChangeList } from "../../../components/ChangeList";
import { Failure, Loading } from "../../../components/States";
import { tell } from "../../../components/toasts";
import { diffDocuments } from "../../../flow/compare/diff";
import { asObject, type Json } from "../../../flow/json";
import type { Autosave } from "../autosave";
import { replaceDocument, useBuilder, useBuilderStore } from "../store";

interface VersionsDialogProps {
  readonly onClose: () => void;
  readonly autosave: Autosave;
}

/** What was saved and published before, with what differs from the drawing, and a way back. */
export function VersionsDialog({ onClose, autosave }: VersionsDialogProps) {
  return (
    <Modal opened onClose={onClose} title="Versions" size="lg">
      <Content onClose={onClose} autosave={autosave} />
    </Modal>
  );
}

function Content({ onClose, autosave }: VersionsDialogProps) {
  const flowId = useBuilder((state) => state.flowId);
  const versions = useQuery({ ...versionsQuery(flowId), staleTime: 0 });
  const [chosen, setChosen] = useState<Version>();
  if (versions.isError) return <Failure error={versions.error} onRetry={() => void versions.refetch()} />;
  if (!versions.data) return <Loading what="versions" />;
  if (chosen) return <OneVersion version={chosen} onBack={() => setChosen(undefined)} onClose={onClose} autosave={autosave} />;
  return (
    <Table highlightOnHover verticalSpacing="xs">
      <Table.Tbody>
        {versions.data.items.map((version) => (
          <Table.Tr key={version.version}>
            <Table.Td>
              <Group gap="xs">
                <Text fw={600}>v{version.version}</Text>
                {version.published && (
                  <Badge color="green" variant="light" tt="none" autoContrast>
                    Published
                  </Badge>
                )}
                <Text size="sm" c="dimmed">
                  <Ago time={version.createdAt} />
                </Text>
              </Group>
              {version.message && <Text size="sm">{version.message}</Text>}
            </Table.Td>
            <Table.Td w={100}>
              <Button size="xs" variant="default" onClick={() => setChosen(version)}>
                Compare
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface OneVersionProps extends VersionsDialogProps {
  readonly version: Version;
  readonly onBack: () => void;
}

function OneVersion({ version, onBack, onClose, autosave }: OneVersionProps) {
  const store = useBuilderStore();
  const client = useQueryClient();
  const flowId = useBuilder((state) => state.flowId);
  const document = useBuilder((state) => state.document);
  const full = useQuery({
    queryKey: ["flows", "version", flowId, version.version],
    queryFn: async () => (await readVersion(flowId, version.version)).document as Json,
  });
  const changes = useMemo(
    () => (full.data === undefined ? undefined : diffDocuments(asObject(full.data), document)),
    [full.data, document],
  );
  const restore = () => {
    replaceDocument(store, asObject(full.data), `Version ${version.version}`);
    tell(`The draft is as version ${version.version} was. Undo brings yours back.`);
    onClose();
  };
  const back = useMutation({
    mutationFn: async () => {
      await autosave.flush();
      return rollback(flowId, version.version, `Back to version ${version.version}`);
    },
    onSuccess: async (flow) => {
      if (store.getState().etag === undefined) {
        const restored = asObject(full.data);
        store.setState({ saved: restored, baseVersion: flow.version });
        replaceDocument(store, restored, `Version ${version.version}`);
      }
      tell(`Version ${flow.version} says what version ${version.version} said, and is published.`);
      await client.invalidateQueries({ queryKey: ["flows"] });
      onBack();
    },
  });
  if (full.isError) return <Failure error={full.error} onRetry={() => void full.refetch()} />;
  if (!changes) return <Loading what={`version ${version.version}`} />;
  return (
    <Stack>
      <Text size="sm">What has changed since version {version.version}:</Text>
      {changes.length === 0 ? <Text c="dimmed">Nothing that a run would notice.</Text> : <ChangeList changes={changes} />}
      <Alert color="gray">Rolling back publishes this version again as a new one, at once. A draft stays as it is.</Alert>
      {back.isError && <Failure error={back.error} />}
      <Group justify="space-between">
        <Button variant="subtle" onClick={onBack}>
          All versions
        </Button>
        <Group gap="xs">
          <Button variant="default" onClick={restore}>
            Put it into the draft
          </Button>
          <Button onClick={() => back.mutate()} loading={back.isPending}>
            Roll back to it
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}
