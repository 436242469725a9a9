import { Alert, Button, FileButton, Group, Menu, Text, TextInput, VisuallyHidden } from "@mantine/core";
import { AllowedItem } from "../../components/Allowed";
import { ChevronDown, FilePlus, FolderPlus, Plus, Search, Upload } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { maxListed, type StoredFile } from "../../api/files";
import { flowOf, foldersAround, folderOf } from "../../flow/files/paths";
import { treeRows } from "../../flow/files/tree";
import classes from "./Files.module.css";
import { FileDialogs } from "./FileDialogs";
import { FileTree } from "./FileTree";
import { useFiles } from "./filesStore";
import { useAsking } from "./useAsking";
import { useFileActs } from "./useFileActs";
import { useFileDrop } from "./useFileDrop";

export interface FileList {
  readonly items: readonly StoredFile[];
  readonly isCut: boolean;
}

/** The tree with its search, and what makes new files. */
export function FileSide({ list, shown }: { readonly list: FileList; readonly shown: string | undefined }) {
  const [search, setSearch] = useState("");
  const { open, folders } = useFiles();
  const act = useFileActs();
  const asking = useAsking(list.items);
  const paths = useMemo(() => list.items.map((file) => file.path), [list.items]);
  const rows = useMemo(() => treeRows({ files: paths, folders, open, search }), [paths, folders, open, search]);
  // New files go where one looks.
  const here =
    shown === undefined ? ([...open].findLast((one) => foldersAround(one).every((around) => open.has(around))) ?? "") : folderOf(shown);
  const side = useRef<HTMLElement>(null);
  const isOver = useFileDrop(side, (files, folder) => asking.upload(files, folder ?? here));
  return (
    <aside ref={side} className={classes.side} aria-label="Files" data-over={isOver || undefined}>
      <div className={classes.tools}>
        <h1 style={{ margin: 0 }}>
          <VisuallyHidden>Files</VisuallyHidden>
        </h1>
        <Group gap="xs" wrap="nowrap">
          <TextInput
            size="xs"
            flex={1}
            leftSection={<Search size={14} aria-hidden />}
            placeholder="Find a file"
            aria-label="Find a file"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <NewMenu
            flow={flowOf(`${here}/`)}
            onFile={() => asking.newFile(here)}
            onFolder={() => asking.newFolder(here)}
            onUpload={(files) => asking.upload(files, here)}
          />
        </Group>
      </div>
      <div className={classes.scroll}>
        <FileTree rows={rows} shown={shown} onShow={act.show} onAct={(what, row) => asking.about(what, row)} />
        {rows.length === 0 && (
          <Text size="sm" c="dimmed" p="md" ta="center">
            {search === "" ? "No files yet. Make one with “New”, or drop some here." : "No path has these words."}
          </Text>
        )}
        {list.isCut && (
          <Alert color="yellow" m="xs" p="xs">
            Only the first {maxListed} files by path are shown. The command “flow files ls” lists all.
          </Alert>
        )}
      </div>
      <FileDialogs asking={asking} />
    </aside>
  );
}

interface NewMenuProps {
  readonly flow: string | undefined;
  readonly onFile: () => void;
  readonly onFolder: () => void;
  readonly onUpload: (files: readonly File[]) => void;
}

function NewMenu({ flow, onFile, onFolder, onUpload }: NewMenuProps) {
  return (
    <FileButton multiple onChange={onUpload}>
      {(upload) => (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button size="xs" leftSection={<Plus size={14} aria-hidden />} rightSection={<ChevronDown size={14} aria-hidden />}>
              New
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <AllowedItem permission="files.write" flow={flow} leftSection={<FilePlus size={16} />} onClick={onFile}>
              File…
            </AllowedItem>
            <AllowedItem permission="files.write" flow={flow} leftSection={<FolderPlus size={16} />} onClick={onFolder}>
              Folder…
            </AllowedItem>
            <AllowedItem permission="files.write" flow={flow} leftSection={<Upload size={16} />} onClick={upload.onClick}>
              Upload…
            </AllowedItem>
          </Menu.Dropdown>
        </Menu>
      )}
    </FileButton>
  );
}
