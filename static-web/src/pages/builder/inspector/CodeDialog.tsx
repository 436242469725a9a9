import { Modal, SegmentedControl } from "@mantine/core";
import { lazy, Suspense } from "react";
import { Loading } from "../../../components/States";
import { LazyEditor } from "../../../editor/LazyEditor";
import { firstCode, languageOf, type ScriptRuntime } from "../../../flow/files/kinds";
import { setStepMember } from "../../../flow/edits/steps";
import { asArray, asText, member, type Json } from "../../../flow/json";
import classes from "../../../scripts/Scripts.module.css";
import { edit, useBuilder, useBuilderStore } from "../store";

const RunPanel = lazy(async () => ({ default: (await import("../../../scripts/RunPanel")).RunPanel }));

interface CodeDialogProps {
  readonly id: string;
  readonly settings: Json | undefined;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const runtimes = [
  { value: "python", label: "Python" },
  { value: "node", label: "Node.js" },
  { value: "bash", label: "Bash" },
];

/** A step's own code in a large editor, where it can be tried at once. */
export function CodeDialog({ id, settings, opened, onClose }: CodeDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`The code of ${id}`} size={1100}>
      <Code id={id} settings={settings} />
    </Modal>
  );
}

function Code({ id, settings }: Pick<CodeDialogProps, "id" | "settings">) {
  const store = useBuilderStore();
  const flow = useBuilder((state) => state.flowId);
  const runtime = (asText(member(settings, "runtime")) ?? "python") as ScriptRuntime;
  const code = asText(member(settings, "code")) ?? "";
  const set = (name: string, value: string | undefined) =>
    edit(store, `Change ${name}`, (before) => setStepMember(before, id, ["with", name], value), `with ${id} /${name}`);
  const choose = (next: ScriptRuntime) => {
    if (code === firstCode(runtime)) set("code", firstCode(next));
    set("runtime", next);
  };
  const secrets = asArray(member(settings, "secrets")).filter((one): one is string => typeof one === "string");
  const hasNetwork = member(settings, "network") === "outbound";
  return (
    <>
      <SegmentedControl
        aria-label="Runtime"
        size="xs"
        mb="xs"
        data={runtimes}
        value={runtime}
        onChange={(next) => choose(next as ScriptRuntime)}
      />
      <div className={classes.code}>
        <LazyEditor
          key={runtime}
          label="Code"
          language={languageOf(runtime)}
          value={code}
          onChange={(text) => set("code", text === "" ? undefined : text)}
          fill
        />
      </div>
      <div className={classes.below}>
        <Suspense fallback={<Loading what="the trial" />}>
          <RunPanel name={`${flow} ${id}`} script={{ runtime, flow, code }} start={{ input: "{}", secrets, hasNetwork }} />
        </Suspense>
      </div>
    </>
  );
}
