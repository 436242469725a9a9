import { Modal, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { flowQuery, saveVersion } from "../../../api/flows";
import { lastRunQuery, startPinned, startRun } from "../../../api/runQueries";
import { DialogForm } from "../../../components/DialogForm";
import { LazyEditor } from "../../../editor/LazyEditor";
import { exampleOf } from "../../../flow/forms/example";
import { readValue } from "../../../flow/forms/jsonText";
import { asObject, equalJson, member, type Json } from "../../../flow/json";
import { applying, noPins, pinnedStart } from "../../../flow/pins/pins";
import { without } from "../../../flow/tree";
import type { Autosave } from "../autosave";
import { RunPins, type RunPlan } from "./RunPins";
import { useBuilder, useBuilderStore, type BuilderStore } from "../store";

interface RunDialogProps {
  readonly onClose: () => void;
  readonly autosave: Autosave;
}

/** Asks for the input and starts a run of what is drawn; the canvas then shows it live. */
export function RunDialog({ onClose, autosave }: RunDialogProps) {
  return (
    <Modal opened onClose={onClose} title="Run the flow" size="lg">
      <Form onClose={onClose} autosave={autosave} />
    </Modal>
  );
}

function Form({ onClose, autosave }: RunDialogProps) {
  const store = useBuilderStore();
  const client = useQueryClient();
  const flowId = useBuilder((state) => state.flowId);
  const schema = useBuilder((state) => member(state.document, "input"));
  const last = useQuery(lastRunQuery(flowId));
  const [own, setOwn] = useState<string>();
  const [plan, setPlan] = useState<RunPlan>(() => ({ from: store.getState().runFrom, takesPins: true }));
  const source = last.data?.endedAt === undefined ? undefined : last.data;
  const [key] = useState(() => crypto.randomUUID());
  const text = own ?? JSON.stringify(last.data?.input ?? exampleOf(schema), null, 2);
  const input = readValue(text);
  const start = useMutation({
    mutationFn: async () => {
      if (input.problem !== undefined) throw new Error(input.problem);
      const version = await versionOfDrawing(client, store, autosave);
      return startAs(plan, store, input.value, version, source?.id, key);
    },
    onSuccess: async (run) => {
      store.setState({ runId: run.id });
      onClose();
      await client.invalidateQueries({ queryKey: ["runs"] });
    },
  });
  return (
    <DialogForm action="Run" isReady={input.problem === undefined} isFocusedOnAction work={start} onSubmit={() => start.mutate()}>
      <Text size="sm" c="dimmed">
        What is drawn is run, published or not. A draft becomes a version for that, which other runs do not start with.
      </Text>
      <RunPins plan={plan} source={source} onChange={setPlan} />
      <div>
        <Text size="sm" fw={500} mb={4} aria-hidden>
          Input
        </Text>
        <LazyEditor label="Input" language="json" value={text} onChange={setOwn} minLines={8} isInvalid={input.problem !== undefined} />
      </div>
      {input.problem && (
        <Text size="xs" c="red">
          {input.problem}
        </Text>
      )}
    </DialogForm>
  );
}

/** A run without pins is a run as any other is; one with pins is marked as such. */
async function startAs(plan: RunPlan, store: BuilderStore, input: Json, version: number, source: string | undefined, key: string) {
  const { flowId, document, pins: all } = store.getState();
  const pins = plan.takesPins ? all : noPins;
  const isPlain = plan.from === undefined && pins.trigger === undefined && applying(pins, document).size === 0;
  if (isPlain) return startRun(flowId, input, version, key);
  return startPinned(flowId, pinnedStart(input, pins, document, plan.from, source), version, key);
}

/** The version that says what is drawn: the newest one, or a new one that is not published. */
async function versionOfDrawing(client: QueryClient, store: BuilderStore, autosave: Autosave): Promise<number> {
  if (!(await autosave.flush())) throw new Error("The draft could not be saved. Run when it is.");
  const { flowId } = store.getState();
  const flow = await client.query({ ...flowQuery(flowId), staleTime: 0 });
  const { document, etag } = store.getState();
  if (equalJson(withoutLayout(document), withoutLayout(flow.document as Json))) return flow.version;
  const saved = await saveVersion(flowId, document, flow.etag, "Trial run");
  store.setState({ baseVersion: saved.version });
  // The draft goes on from that version; without saying so, publishing it would look as if somebody else had been first.
  if (etag !== undefined) await autosave.rebase(saved.version);
  return saved.version;
}

function withoutLayout(document: Json): Json {
  return without(asObject(document), ["layout"]);
}
