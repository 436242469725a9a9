import { Text, Tooltip } from "@mantine/core";
import { useAccess } from "../../access/session";
import { useBuilder, type SaveState } from "./store";

const words: Readonly<Record<SaveState, string>> = {
  saved: "Saved",
  waiting: "Not saved yet",
  saving: "Saving…",
  offline: "Offline, kept here",
  conflict: "Changed elsewhere",
  failed: "Not saved",
};

/** Whether the draft is safe. */
export function SaveStatus() {
  const save = useBuilder((state) => state.save);
  const message = useBuilder((state) => state.saveMessage);
  const readOnly = useBuilder((state) => state.readOnly);
  const hasDraft = useBuilder((state) => state.etag !== undefined);
  const isSignedOut = useAccess((state) => state.standing === "lost") && save !== "saved";
  const color = save === "failed" || save === "conflict" ? "red" : save === "offline" || isSignedOut ? "orange" : "dimmed";
  return (
    <Tooltip label={readOnly ?? message ?? "Every change is kept as a draft. Runs start with it once it is published."} multiline w={280}>
      <Text size="xs" c={color} role="status" style={{ whiteSpace: "nowrap" }}>
        {readOnly !== undefined
          ? "Read only"
          : isSignedOut
            ? "Signed out, kept here"
            : save === "saved" && !hasDraft
              ? "No changes"
              : save === "saved"
                ? "Draft saved"
                : words[save]}
      </Text>
    </Tooltip>
  );
}
