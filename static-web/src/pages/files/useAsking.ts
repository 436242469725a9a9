import { useState } from "react";
import type { StoredFile } from "../../api/files";
import { tellError } from "../../components/toasts";
import { folderOf, nameOf, pathProblem, sizeProblem } from "../../flow/files/paths";
import type { TreeRow } from "../../flow/files/tree";
import type { TreeAct } from "./FileTree";
import type { PathQuestion } from "./PathDialog";
import { useFileActs, type Upload } from "./useFileActs";

const fileHint = "With '/' between folder and name; the first folder is the flow's id.";

/** What the page asks before it does something with files. */
export function useAsking(files: readonly StoredFile[]) {
  const act = useFileActs();
  const [question, setQuestion] = useState<PathQuestion>();
  const [doomed, setDoomed] = useState<TreeRow>();
  const [replacing, setReplacing] = useState<readonly Upload[]>();
  const taken = new Set(files.map((file) => file.path));
  const within = (row: TreeRow) =>
    files.filter((file) => file.path === row.path || (row.kind === "folder" && file.path.startsWith(`${row.path}/`)));
  const ask = (part: Omit<PathQuestion, "taken">) => setQuestion({ taken, ...part });
  const newFile = (folder: string) =>
    ask({ title: "New file", action: "Create", label: "Path", hint: fileHint, start: inside(folder, "script.py"), onAnswer: act.create });
  const rename = (row: TreeRow) =>
    ask({
      title: `Rename or move ${nameOf(row.path)}`,
      action: "Move",
      label: "New path",
      hint: "Flows keep what they have pinned. A step that names the file has to be told the new name.",
      start: row.path,
      onAnswer: (path) => act.move(within(row), row.path, path),
    });
  return {
    question,
    doomed,
    doomedFiles: doomed ? within(doomed) : [],
    replacing,
    newFile,
    rename,
    newFolder: (folder: string) =>
      ask({
        title: "New folder",
        action: "Create",
        label: "Path",
        hint: "It is kept as soon as it has a file.",
        start: inside(folder, "folder"),
        onAnswer: act.createFolder,
      }),
    about: (what: TreeAct, row: TreeRow) => (what === "new" ? newFile(row.path) : what === "move" ? rename(row) : setDoomed(row)),
    remove: () => {
      if (doomed) void act.remove(within(doomed), doomed.path);
    },
    upload: (dropped: readonly File[], folder: string) => {
      const uploads = dropped.map((content): Upload => {
        const path = inside(folder, content.name);
        return { path, content, replaces: files.find((file) => file.path === path) };
      });
      const problem = uploads.map(({ path, content }) => problemOf(path, content)).find((one) => one !== undefined);
      if (problem) tellError("Nothing was sent", problem);
      else if (uploads.some((one) => one.replaces)) setReplacing(uploads);
      else if (uploads.length > 0) void act.upload(uploads);
    },
    replace: () => {
      if (replacing) void act.upload(replacing);
    },
    close: () => {
      setQuestion(undefined);
      setDoomed(undefined);
      setReplacing(undefined);
    },
  };
}

export type Asking = ReturnType<typeof useAsking>;

export function rowOf(path: string): TreeRow {
  return { path, name: nameOf(path), depth: 0, kind: "file", isOpen: false };
}

function inside(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

function problemOf(path: string, content: File): string | undefined {
  const problem = pathProblem(path) ?? sizeProblem(content.size);
  return problem === undefined ? undefined : `${nameOf(path)} in ${folderOf(path) || "the top folder"}: ${problem}`;
}
