import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fileQuery, readFile, writeFile, type OpenFile } from "../../api/files";
import { ApiError } from "../../api/problem";
import { tellError } from "../../components/toasts";
import { changeText, editorText, noteFlow, settleDraft, storedText, useFiles } from "./filesStore";

/** Somebody else was first: what is stored now; null when the file was deleted. */
export interface Clash {
  readonly theirs: OpenFile | null;
}

/** The text of a file as it is edited, and how it is saved: never over what somebody else has written since it was read. */
export function useTextFile(path: string, stored: OpenFile | null) {
  const client = useQueryClient();
  const draft = useFiles((state) => state.drafts.get(path));
  const [clash, setClash] = useState<Clash>();
  const base = draft ?? { saved: editorText(stored), etag: stored?.file.etag };
  const text = draft?.text ?? base.saved;

  const saving = useMutation({
    mutationFn: async ({ text: sent, etag }: { readonly text: string; readonly etag: string | undefined }) => {
      const content = storedText(sent, stored?.text);
      const file = await writeFile(path, new Blob([content]), etag);
      const open: OpenFile = { file, text: content };
      client.setQueryData(fileQuery(path).queryKey, open);
      settleDraft(path, sent, file.etag);
      noteFlow(file.flow);
      await client.invalidateQueries({ queryKey: ["files"] });
      return file;
    },
    onError: async (error) => {
      if (error instanceof ApiError && error.status === 412) setClash({ theirs: await readFile(path) });
      else tellError("Not saved", error);
    },
  });
  return {
    text,
    draft,
    isNewer: draft !== undefined && draft.etag !== stored?.file.etag,
    change: (next: string) => changeText(path, base, next),
    isSaving: saving.isPending,
    save: async () =>
      draft ? saving.mutateAsync({ text: draft.text, etag: draft.etag }).catch(() => undefined) : (stored?.file ?? undefined),
    clash,
    compare: async () => setClash({ theirs: await readFile(path) }),
    closeClash: () => setClash(undefined),
    /** After a person has seen both: saves a text over exactly what was seen. */
    settle: async (decided: string) => {
      const theirs = clash?.theirs;
      setClash(undefined);
      changeText(path, { saved: theirs ? editorText(theirs) : "", etag: theirs?.file.etag }, decided);
      if (theirs && decided === editorText(theirs)) client.setQueryData(fileQuery(path).queryKey, theirs);
      else await saving.mutateAsync({ text: decided, etag: theirs?.file.etag }).catch(() => undefined);
    },
  };
}

export type TextFileState = ReturnType<typeof useTextFile>;
