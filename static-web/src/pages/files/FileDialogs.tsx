import { ConfirmDialog } from "../../components/ConfirmDialog";
import { PathDialog } from "./PathDialog";
import type { Asking } from "./useAsking";

const deletedHint = "Its versions stay, and so does what versions of flows have pinned.";

/** What is asked before files are made, moved, replaced or deleted. */
export function FileDialogs({ asking }: { readonly asking: Asking }) {
  const { doomed, doomedFiles, replacing } = asking;
  const replaced = replacing?.filter((one) => one.replaces).map((one) => one.path) ?? [];
  return (
    <>
      <PathDialog question={asking.question} onClose={asking.close} />
      <ConfirmDialog
        opened={doomed !== undefined}
        title={doomed?.kind === "folder" ? "Delete the folder" : "Delete the file"}
        action="Delete"
        hasReason={false}
        onClose={asking.close}
        onConfirm={asking.remove}
      >
        {doomed?.kind === "folder" ? `${doomed.path} goes with its ${doomedFiles.length} files.` : `${doomed?.path ?? ""} goes.`}{" "}
        {deletedHint}
      </ConfirmDialog>
      <ConfirmDialog
        opened={replacing !== undefined}
        title="Replace what is there?"
        action="Replace"
        hasReason={false}
        onClose={asking.close}
        onConfirm={asking.replace}
      >
        {replaced.length === 1 ? "This file is there already: " : "These files are there already: "}
        {replaced.slice(0, 10).join(", ")}
        {replaced.length > 10 ? ` and ${replaced.length - 10} more` : ""}. The old content stays among the versions.
      </ConfirmDialog>
    </>
  );
}
