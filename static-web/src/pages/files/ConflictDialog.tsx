import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { LazyMerge } from "../../editor/LazyMerge";
import { languageOfFile } from "../../flow/files/kinds";
import { dropDraft, editorText } from "./filesStore";
import type { Clash, TextFileState } from "./useTextFile";

interface ConflictDialogProps {
  readonly path: string;
  readonly file: TextFileState;
  readonly isSmall: boolean;
}

/** Somebody else has saved the file meanwhile: shows both texts, and lets a person decide what is saved. */
export function ConflictDialog({ path, file, isSmall }: ConflictDialogProps) {
  const { clash } = file;
  const title = clash?.theirs === null ? "Deleted meanwhile" : "Changed meanwhile";
  return (
    <Modal opened={clash !== undefined} onClose={file.closeClash} title={title} size={1100} fullScreen={isSmall}>
      {clash && <Sides path={path} file={file} theirs={clash.theirs} isSmall={isSmall} />}
    </Modal>
  );
}

function Sides({ path, file, theirs, isSmall }: ConflictDialogProps & { readonly theirs: Clash["theirs"] }) {
  const [decided, setDecided] = useState(file.text);
  const theirText = editorText(theirs);
  const leave = () => {
    dropDraft(path);
    if (theirs) void file.settle(theirText);
    else file.closeClash();
  };
  return (
    <Stack>
      <Text size="sm">
        {theirs
          ? `Version ${theirs.file.version} was saved after you had opened the file. ${isSmall ? "Struck out is" : "On the left is"} theirs, ${isSmall ? "the rest is" : "on the right"} yours. Take over what you want to keep, change what you like, and save.`
          : "The file was deleted after you had opened it. Saving makes it again with your text."}
      </Text>
      <LazyMerge
        other={theirText}
        otherLabel="Theirs"
        value={file.text}
        label="Mine"
        language={languageOfFile(path)}
        isUnified={isSmall}
        onChange={setDecided}
      />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={file.closeClash}>
          Decide later
        </Button>
        <Button variant="default" color="red" onClick={leave}>
          {theirs ? "Drop mine" : "Leave it deleted"}
        </Button>
        <Button onClick={() => void file.settle(decided)}>{theirs ? "Save this text" : "Make it again"}</Button>
      </Group>
    </Stack>
  );
}
