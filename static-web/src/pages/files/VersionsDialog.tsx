import { Alert, Badge, Button, Group, Modal, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fileQuery, fileVersionQuery, fileVersionsQuery, restoreFile, type StoredFile } from "../../api/files";
import { Ago } from "../../components/Ago";
import { Failure, Loading } from "../../components/States";
import { withProgress } from "../../components/toasts";
import { useSmallWindow } from "../../components/useSmallWindow";
import { LazyMerge } from "../../editor/LazyMerge";
import { languageOfFile } from "../../flow/files/kinds";
import { maxEditedBytes, sizeText } from "../../flow/files/paths";
import { noteFlow, useFiles } from "./filesStore";

interface VersionsDialogProps {
  readonly file: StoredFile;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The versions of a file: what each differs in from now, and a way back to it. */
export function VersionsDialog({ file, opened, onClose }: VersionsDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Versions of ${file.path}`} size={1000}>
      <Versions file={file} onClose={onClose} />
    </Modal>
  );
}

function Versions({ file, onClose }: Omit<VersionsDialogProps, "opened">) {
  const versions = useInfiniteQuery(fileVersionsQuery(file.path));
  const [compared, setCompared] = useState<number>();
  if (!versions.data)
    return versions.isError ? <Failure error={versions.error} onRetry={() => void versions.refetch()} /> : <Loading what="the versions" />;
  return (
    <Stack>
      <Table.ScrollContainer minWidth={300} mah={260}>
        <Table verticalSpacing={4}>
          <Table.Tbody>
            {versions.data.pages
              .flatMap((page) => page.items)
              .map((one) => (
                <Table.Tr key={one.version}>
                  <Table.Td w={56}>v{one.version}</Table.Td>
                  <Table.Td>
                    <Text size="sm">
                      <Ago time={one.updatedAt} /> · {sizeText(one.size)}
                    </Text>
                    {one.message && (
                      <Text size="xs" c="dimmed">
                        {one.message}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td w={110} ta="right">
                    {one.version === file.version ? (
                      <Badge variant="light" tt="none">
                        Now
                      </Badge>
                    ) : one.deleted ? (
                      <Badge variant="default" tt="none">
                        Deleted
                      </Badge>
                    ) : (
                      <Button
                        size="compact-xs"
                        variant={compared === one.version ? "filled" : "default"}
                        onClick={() => setCompared(one.version)}
                      >
                        Compare
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {versions.hasNextPage && (
        <Button size="xs" variant="default" onClick={() => void versions.fetchNextPage()} loading={versions.isFetchingNextPage}>
          Show more
        </Button>
      )}
      {compared !== undefined && <Comparison key={compared} file={file} version={compared} onClose={onClose} />}
    </Stack>
  );
}

function Comparison({ file, version, onClose }: { readonly file: StoredFile; readonly version: number; readonly onClose: () => void }) {
  const client = useQueryClient();
  const isText = file.text && file.size <= maxEditedBytes;
  const before = useQuery({ ...fileVersionQuery(file.path, version), enabled: isText });
  const now = useQuery({ ...fileQuery(file.path), enabled: isText });
  const small = useSmallWindow();
  const isUnsaved = useFiles((state) => state.drafts.has(file.path));
  const restore = async () => {
    const done = await withProgress(
      "Restoring…",
      `${file.path} says what version ${version} said.`,
      restoreFile(file.path, version, file.etag),
    );
    if (!done) return;
    noteFlow(done.flow);
    await client.invalidateQueries({ queryKey: ["files"] });
    onClose();
  };
  const error = before.error ?? now.error;
  if (error) return <Failure error={error} />;
  return (
    <Stack gap="xs">
      {!isText ? (
        <Text size="sm" c="dimmed">
          Only texts up to 1 MB are compared.
        </Text>
      ) : before.data === undefined || now.data === undefined ? (
        <Loading what="the texts" />
      ) : (
        <LazyMerge
          other={before.data.replaceAll("\r\n", "\n")}
          otherLabel={`Version ${version}`}
          value={(now.data?.text ?? "").replaceAll("\r\n", "\n")}
          label="Now"
          language={languageOfFile(file.path)}
          isUnified={small}
        />
      )}
      {isUnsaved && <Alert color="yellow">Save or undo your changes first; then an old version can be restored.</Alert>}
      <Group justify="flex-end">
        <Button size="xs" onClick={() => void restore()} disabled={isUnsaved}>
          Restore version {version}
        </Button>
      </Group>
    </Stack>
  );
}
