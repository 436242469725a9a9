import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { deleteFile, moveFile, writeFile, type StoredFile } from "../../api/files";
import { withProgress } from "../../components/toasts";
import { firstText } from "../../flow/files/kinds";
import { foldersAround, nameOf } from "../../flow/files/paths";
import { dropDraft, noteFlow, openFolders, useFiles } from "./filesStore";

/** An upload: where it goes, and what is there already. */
export interface Upload {
  readonly path: string;
  readonly content: File;
  readonly replaces?: StoredFile | undefined;
}

/** What the page does with files: with progress, and with the tree brought up to date. */
export function useFileActs() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const refresh = () => client.invalidateQueries({ queryKey: ["files"] });
  const show = (path: string | undefined) => navigate({ to: "/files", search: path === undefined ? {} : { path } });
  const reveal = async (path: string) => {
    openFolders(foldersAround(path));
    await show(path);
  };
  return {
    show: (path: string | undefined) => void show(path),
    create: async (path: string) => {
      const file = await writeFile(path, new Blob([firstText(path)]), undefined);
      noteFlow(file.flow);
      await refresh();
      await reveal(path);
    },
    createFolder: (path: string) => {
      useFiles.setState(({ folders }) => ({ folders: new Set([...folders, path]) }));
      openFolders([...foldersAround(path), path]);
    },
    upload: async (uploads: readonly Upload[]) => {
      const what = uploads.length === 1 ? nameOf(uploads[0]?.path ?? "") : `${uploads.length} files`;
      await withProgress(`Uploading ${what}…`, `${what} uploaded.`, all(uploads, uploadOne));
      await refresh();
      const [only] = uploads;
      if (uploads.length === 1 && only) await reveal(only.path);
    },
    /** A file, or all files of a folder. */
    move: async (files: readonly StoredFile[], from: string, to: string) => {
      const targetOf = (file: StoredFile) => to + file.path.slice(from.length);
      const moved = await withProgress(
        `Moving ${nameOf(from)}…`,
        `${from} is now ${to}.`,
        all(files, (file) => moveFile(file, targetOf(file))),
      );
      for (const file of files) dropDraft(file.path);
      await refresh();
      if (moved && files.length === 1 && files[0]?.path === from) await reveal(to);
      else openFolders([to, ...foldersAround(to)]);
      if (moved && files.length !== 1) await show(undefined);
    },
    remove: async (files: readonly StoredFile[], what: string) => {
      await withProgress(
        `Deleting ${nameOf(what)}…`,
        `${what} was deleted.`,
        all(files, (file) => deleteFile(file.path, file.etag)),
      );
      for (const file of files) dropDraft(file.path);
      useFiles.setState(({ folders }) => ({ folders: new Set([...folders].filter((one) => one !== what && !one.startsWith(`${what}/`))) }));
      await show(undefined);
      await refresh();
    },
  };
}

async function uploadOne({ path, content, replaces }: Upload): Promise<void> {
  noteFlow((await writeFile(path, content, replaces?.etag)).flow);
  dropDraft(path);
}

/** One after the other: the first that fails ends it, and the message says which. */
async function all<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<true> {
  for (const item of items) await act(item);
  return true;
}
