import { Button, Group } from "@mantine/core";
import { Maximize2, SquarePen } from "lucide-react";
import { useState } from "react";
import { ButtonLink } from "../../../components/links";
import { setStepMember } from "../../../flow/edits/steps";
import { firstCode, type ScriptRuntime } from "../../../flow/files/kinds";
import { asObject, asText, member, type JsonObject } from "../../../flow/json";
import { edit, useBuilder, useBuilderStore } from "../store";
import { CodeDialog } from "./CodeDialog";

/** Leads from a script step's form to where its script is written and tried. */
export function ScriptTools({ id, step }: { readonly id: string; readonly step: JsonObject }) {
  const store = useBuilderStore();
  const flowId = useBuilder((state) => state.flowId);
  const [isOpen, setOpen] = useState(false);
  const settings = member(step, "with");
  const file = asText(member(settings, "file"));
  const write = () => {
    const runtime = asText(member(settings, "runtime")) ?? "python";
    const start = { runtime, code: firstCode(runtime as ScriptRuntime) };
    if (member(settings, "code") === undefined)
      edit(store, "Write code", (before) => setStepMember(before, id, ["with"], { ...asObject(settings), ...start }));
    setOpen(true);
  };
  return (
    <Group gap="xs" mb="sm">
      {file ? (
        <ButtonLink
          to="/files"
          search={{ path: `${flowId}/${file}` }}
          size="xs"
          variant="default"
          leftSection={<SquarePen size={14} aria-hidden />}
        >
          Open in editor
        </ButtonLink>
      ) : (
        <Button size="xs" variant="default" leftSection={<Maximize2 size={14} aria-hidden />} onClick={write}>
          Write and try the code
        </Button>
      )}
      <CodeDialog id={id} settings={settings} opened={isOpen} onClose={() => setOpen(false)} />
    </Group>
  );
}
