import { Alert, Button, Group, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { Play } from "lucide-react";
import { useState } from "react";
import type { OpenFile } from "../../api/files";
import { LazyEditor } from "../../editor/LazyEditor";
import { languageOfFile, runtimeOfFile } from "../../flow/files/kinds";
import { placeOf } from "../../flow/scripts/trial";
import { RunPanel } from "../../scripts/RunPanel";
import { ConflictDialog } from "./ConflictDialog";
import { FileHeader } from "./FileHeader";
import classes from "./Files.module.css";
import { FlowNotice } from "./FlowNotice";
import { useTextFile } from "./useTextFile";

interface TextFileProps {
  readonly path: string;
  readonly stored: OpenFile | null;
  readonly isSmall: boolean;
}

/** A file in the editor; a script can be run as it stands there. */
export function TextFile({ path, stored, isSmall }: TextFileProps) {
  const file = useTextFile(path, stored);
  const [isTrying, setTrying] = useState(false);
  const runtime = runtimeOfFile(path);
  const isUnsaved = file.draft !== undefined;
  const save = () => {
    if (isUnsaved && !file.isSaving) void file.save();
  };
  useHotkeys([["mod+S", save]], [], true);
  return (
    <>
      <FileHeader path={path} file={stored?.file} isSmall={isSmall} isUnsaved={isUnsaved} isSaving={file.isSaving} onSave={save}>
        {runtime && (
          <Button
            size="xs"
            variant={isTrying ? "light" : "filled"}
            leftSection={<Play size={14} aria-hidden />}
            onClick={() => setTrying(!isTrying)}
            aria-expanded={isTrying}
          >
            {isTrying ? "Close the trial" : "Try it"}
          </Button>
        )}
      </FileHeader>
      {file.isNewer && <Newer isGone={stored === null} onCompare={() => void file.compare()} />}
      <FlowNotice path={path} onSave={file.save} isUnsaved={isUnsaved} />
      <div className={classes.editor}>
        <LazyEditor label={path} language={languageOfFile(path)} value={file.text} onChange={file.change} fill />
      </div>
      {runtime && isTrying && (
        <div className={classes.trial}>
          <RunPanel key={path} name={path} script={{ runtime, code: file.text, ...placeOf(path, !isUnsaved) }} />
        </div>
      )}
      <ConflictDialog path={path} file={file} isSmall={isSmall} />
    </>
  );
}

function Newer({ isGone, onCompare }: { readonly isGone: boolean; readonly onCompare: () => void }) {
  return (
    <Alert color="yellow" radius={0} py={6} role="status">
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {isGone ? "Somebody has deleted this file meanwhile." : "Somebody has saved another version meanwhile."} Your changes are kept.
        </Text>
        <Button size="compact-xs" variant="default" onClick={onCompare}>
          Compare
        </Button>
      </Group>
    </Alert>
  );
}
