import { ActionIcon, Menu, Text } from "@mantine/core";
import { ChevronDown, ChevronRight, Ellipsis, FilePlus, FileText, Folder, FolderOpen, PencilLine, Trash2 } from "lucide-react";
import { useRef, useState, type KeyboardEvent } from "react";
import { folderOf } from "../../flow/files/paths";
import { moveInTree, type TreeRow } from "../../flow/files/tree";
import classes from "./Files.module.css";
import { openFolders, useFiles } from "./filesStore";

export type TreeAct = "new" | "move" | "delete";

interface FileTreeProps {
  readonly rows: readonly TreeRow[];
  readonly shown: string | undefined;
  readonly onShow: (path: string) => void;
  readonly onAct: (act: TreeAct, row: TreeRow) => void;
}

/** The files by folder. Arrow keys lead through it; F2 renames, Delete deletes. */
export function FileTree({ rows, shown, onShow, onAct }: FileTreeProps) {
  const [focus, setFocus] = useState<string>();
  const tree = useRef<HTMLDivElement>(null);
  const drafts = useFiles((state) => state.drafts);
  const tabStop = [focus, shown, rows[0]?.path].find((path) => rows.some((row) => row.path === path));
  const open = (row: TreeRow) => (row.kind === "file" ? onShow(row.path) : openFolders([row.path], !row.isOpen));
  const onKey = (event: KeyboardEvent, row: TreeRow) => {
    if (event.target !== event.currentTarget) return;
    const move = moveInTree(rows, row.path, event.key);
    if (event.key === "Enter" || event.key === " ") open(row);
    else if (event.key === "F2") onAct("move", row);
    else if (event.key === "Delete") onAct("delete", row);
    else if (move?.open !== undefined) openFolders([row.path], move.open);
    else if (move) tree.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(move.to)}"]`)?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <div ref={tree} role="tree" aria-label="Files" className={classes.tree}>
      {rows.map((row) => (
        <div
          key={`${row.kind} ${row.path}`}
          role="treeitem"
          aria-label={drafts.has(row.path) ? `${row.name}, not saved` : row.name}
          aria-level={row.depth + 1}
          aria-selected={row.path === shown}
          {...(row.kind === "folder" ? { "aria-expanded": row.isOpen } : {})}
          tabIndex={row.path === tabStop ? 0 : -1}
          data-path={row.path}
          data-folder={row.kind === "folder" ? row.path : folderOf(row.path)}
          className={classes.row}
          style={{ paddingLeft: 8 + row.depth * 16 }}
          onClick={() => open(row)}
          onFocus={() => setFocus(row.path)}
          onKeyDown={(event) => onKey(event, row)}
        >
          <RowIcon row={row} />
          <Text size="sm" truncate flex={1}>
            {row.name}
          </Text>
          {drafts.has(row.path) && <span className={classes.unsaved} title="Not saved" />}
          <RowMenu row={row} onAct={onAct} />
        </div>
      ))}
    </div>
  );
}

function RowIcon({ row }: { readonly row: TreeRow }) {
  if (row.kind === "file") return <FileText size={15} aria-hidden className={classes.icon} style={{ marginLeft: 16 }} />;
  const Arrow = row.isOpen ? ChevronDown : ChevronRight;
  const Icon = row.isOpen ? FolderOpen : Folder;
  return (
    <>
      <Arrow size={14} aria-hidden className={classes.icon} />
      <Icon size={15} aria-hidden className={classes.icon} />
    </>
  );
}

function RowMenu({ row, onAct }: { readonly row: TreeRow; readonly onAct: FileTreeProps["onAct"] }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          className={classes.more ?? ""}
          aria-label={`More for ${row.path}`}
          tabIndex={-1}
          onClick={(event) => event.stopPropagation()}
        >
          <Ellipsis size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown onClick={(event) => event.stopPropagation()}>
        {row.kind === "folder" && (
          <Menu.Item leftSection={<FilePlus size={16} />} onClick={() => onAct("new", row)}>
            New file here…
          </Menu.Item>
        )}
        <Menu.Item leftSection={<PencilLine size={16} />} onClick={() => onAct("move", row)}>
          Rename or move…
        </Menu.Item>
        <Menu.Item color="red" leftSection={<Trash2 size={16} />} onClick={() => onAct("delete", row)}>
          Delete…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
