import { create } from "zustand";
import type { FileFlow, OpenFile } from "../../api/files";

/** What was changed in the editor and is not saved. */
export interface TextDraft {
  readonly text: string;
  /** The text that was read, with the line ends of the editor. */
  readonly saved: string;
  /** The state of the file that it goes on from; undefined when the file is gone. */
  readonly etag: string | undefined;
}

interface FilesState {
  readonly drafts: ReadonlyMap<string, TextDraft>;
  /** Folders that are open in the tree. */
  readonly open: ReadonlySet<string>;
  /** Folders without a file: the app keeps files only. */
  readonly folders: ReadonlySet<string>;
  /** Flows whose newest version has an older content of their files. */
  readonly outdated: ReadonlyMap<string, FileFlow>;
}

export const useFiles = create<FilesState>(() => ({ drafts: new Map(), open: new Set(), folders: new Set(), outdated: new Map() }));

/** Takes what is typed as a draft, which goes away when it is what was read. */
export function changeText(path: string, base: Omit<TextDraft, "text">, text: string): void {
  useFiles.setState(({ drafts }) => {
    const next = new Map(drafts);
    if (text === base.saved && base.etag !== undefined) next.delete(path);
    else next.set(path, { ...base, text });
    return { drafts: next };
  });
}

export function dropDraft(path: string): void {
  useFiles.setState(({ drafts }) => ({ drafts: new Map([...drafts].filter(([one]) => one !== path)) }));
}

/** After a save: what was typed meanwhile goes on from it. */
export function settleDraft(path: string, saved: string, etag: string): void {
  const draft = useFiles.getState().drafts.get(path);
  if (draft) changeText(path, { saved, etag }, draft.text);
}

export function openFolders(paths: readonly string[], isOpen = true): void {
  useFiles.setState(({ open }) => ({
    open: isOpen ? new Set([...open, ...paths]) : new Set([...open].filter((one) => !paths.includes(one))),
  }));
}

export function noteFlow(flow: FileFlow | null | undefined): void {
  if (!flow) return;
  useFiles.setState(({ outdated }) => {
    const next = new Map(outdated);
    if (flow.isCurrent) next.delete(flow.id);
    else next.set(flow.id, flow);
    return { outdated: next };
  });
}

/** The text as the editor has it: with `\n` only. */
export function editorText(file: OpenFile | null): string {
  return (file?.text ?? "").replaceAll("\r\n", "\n");
}

/** With the line ends that the file had. */
export function storedText(text: string, before: string | undefined): string {
  return before?.includes("\r\n") ? text.replaceAll("\n", "\r\n") : text;
}
