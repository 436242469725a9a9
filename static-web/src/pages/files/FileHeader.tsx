import { ActionIcon, Button, Group, Menu, Text } from "@mantine/core";
import { Allowed, AllowedItem } from "../../components/Allowed";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Download, Ellipsis, History, PencilLine, Save, Trash2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import { filesQuery, readFileBytes, type StoredFile } from "../../api/files";
import { Ago } from "../../components/Ago";
import { saveFile } from "../../components/saveFile";
import { withProgress } from "../../components/toasts";
import { flowOf, nameOf, sizeText } from "../../flow/files/paths";
import { FileDialogs } from "./FileDialogs";
import classes from "./Files.module.css";
import { rowOf, useAsking } from "./useAsking";
import { useFileActs } from "./useFileActs";
import { VersionsDialog } from "./VersionsDialog";

interface FileHeaderProps {
  readonly path: string;
  readonly file: StoredFile | undefined;
  readonly isSmall: boolean;
  readonly isUnsaved?: boolean;
  readonly isSaving?: boolean;
  readonly onSave?: () => void;
  readonly children?: ReactNode;
}

/** Above an open file: what it is, and what can be done with it. */
export function FileHeader({ path, file, isSmall, isUnsaved = false, isSaving = false, onSave, children }: FileHeaderProps) {
  const act = useFileActs();
  return (
    <div className={classes.header}>
      <Group gap="xs" wrap="nowrap" miw={0}>
        {isSmall && (
          <ActionIcon variant="default" onClick={() => act.show(undefined)} aria-label="All files">
            <ArrowLeft size={16} />
          </ActionIcon>
        )}
        <div style={{ minWidth: 0 }}>
          <Text fw={600} size="sm" component="h2" style={{ overflowWrap: "anywhere" }}>
            {path}
          </Text>
          <Text size="xs" c="dimmed" role="status">
            {isUnsaved ? "Not saved" : file ? <Known file={file} /> : "Deleted"}
          </Text>
        </div>
      </Group>
      <Group gap="xs" wrap="nowrap">
        {children}
        {onSave && (
          <Allowed permission="files.write" flow={flowOf(path)}>
            <Button
              size="xs"
              variant="default"
              leftSection={<Save size={14} aria-hidden />}
              onClick={onSave}
              loading={isSaving}
              disabled={!isUnsaved}
            >
              Save
            </Button>
          </Allowed>
        )}
        {file && <FileMenu file={file} />}
      </Group>
    </div>
  );
}

function Known({ file }: { readonly file: StoredFile }) {
  return (
    <>
      Version {file.version}, {sizeText(file.size)}, saved <Ago time={file.updatedAt} />
    </>
  );
}

function FileMenu({ file }: { readonly file: StoredFile }) {
  const list = useQuery(filesQuery);
  const asking = useAsking(list.data?.items ?? [file]);
  const [hasVersions, setVersions] = useState(false);
  const name = nameOf(file.path);
  const download = async () => {
    const content = await withProgress(`Downloading ${name}…`, `${name} is downloaded.`, readFileBytes(file.path));
    if (content) saveFile(content, name);
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label="More">
            <Ellipsis size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<History size={16} />} onClick={() => setVersions(true)}>
            Versions
          </Menu.Item>
          <Menu.Item leftSection={<Download size={16} />} onClick={() => void download()}>
            Download
          </Menu.Item>
          <AllowedItem
            permission="files.write"
            flow={flowOf(file.path)}
            leftSection={<PencilLine size={16} />}
            onClick={() => asking.rename(rowOf(file.path))}
          >
            Rename or move…
          </AllowedItem>
          <AllowedItem
            permission="files.write"
            flow={flowOf(file.path)}
            color="red"
            leftSection={<Trash2 size={16} />}
            onClick={() => asking.about("delete", rowOf(file.path))}
          >
            Delete…
          </AllowedItem>
        </Menu.Dropdown>
      </Menu>
      <FileDialogs asking={asking} />
      <VersionsDialog file={file} opened={hasVersions} onClose={() => setVersions(false)} />
    </>
  );
}
