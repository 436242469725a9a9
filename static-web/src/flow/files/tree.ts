import { foldersAround } from "./paths";

/** A row of the tree as it is shown. */
export interface TreeRow {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly kind: "folder" | "file";
  readonly isOpen: boolean;
}

export interface TreeView {
  readonly files: readonly string[];
  /** Folders that have no file yet. */
  readonly folders: ReadonlySet<string>;
  readonly open: ReadonlySet<string>;
  /** Words that a path must have; with any, all folders are open. */
  readonly search: string;
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: Set<string>;
}

/** The rows from top to bottom: in each folder its folders, then its files. */
export function treeRows({ files, folders, open, search }: TreeView): TreeRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (path: string) => words.every((word) => path.toLowerCase().includes(word));
  const root = newFolder();
  for (const path of files) if (fits(path)) place(root, path).files.add(path);
  for (const path of folders) if (fits(path)) place(root, `${path}/`);
  const rows: TreeRow[] = [];
  addRows(root, "", 0, (path) => words.length > 0 || open.has(path), rows);
  return rows;
}

function newFolder(): Folder {
  return { folders: new Map(), files: new Set() };
}

function place(root: Folder, path: string): Folder {
  let folder = root;
  for (const part of path.split("/").slice(0, -1)) {
    const next = folder.folders.get(part) ?? newFolder();
    folder.folders.set(part, next);
    folder = next;
  }
  return folder;
}

function addRows(folder: Folder, at: string, depth: number, isOpen: (path: string) => boolean, rows: TreeRow[]): void {
  for (const [name, inner] of [...folder.folders].sort(([a], [b]) => a.localeCompare(b))) {
    const path = at === "" ? name : `${at}/${name}`;
    rows.push({ path, name, depth, kind: "folder", isOpen: isOpen(path) });
    if (isOpen(path)) addRows(inner, path, depth + 1, isOpen, rows);
  }
  for (const path of [...folder.files].sort((a, b) => a.localeCompare(b)))
    rows.push({ path, name: path.slice(at === "" ? 0 : at.length + 1), depth, kind: "file", isOpen: false });
}

/** Where an arrow key leads in the tree, and what it does to the folder there. */
export function moveInTree(
  rows: readonly TreeRow[],
  path: string,
  key: string,
): { readonly to: string; readonly open?: boolean } | undefined {
  const at = rows.findIndex((row) => row.path === path);
  const row = rows[at];
  if (!row) return undefined;
  const go = (i: number) => ({ to: rows[Math.max(0, Math.min(rows.length - 1, i))]?.path ?? path });
  if (key === "ArrowDown") return go(at + 1);
  if (key === "ArrowUp") return go(at - 1);
  if (key === "Home") return go(0);
  if (key === "End") return go(rows.length - 1);
  if (key === "ArrowRight") return row.kind === "file" ? undefined : row.isOpen ? go(at + 1) : { to: path, open: true };
  if (key !== "ArrowLeft") return undefined;
  return row.isOpen ? { to: path, open: false } : { to: foldersAround(path).at(-1) ?? path };
}
