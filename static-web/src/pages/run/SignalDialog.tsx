import { Modal, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { signalRun } from "../../api/runQueries";
import { DialogForm } from "../../components/DialogForm";
import { tell } from "../../components/toasts";
import { LazyEditor } from "../../editor/LazyEditor";
import { readValue } from "../../flow/forms/jsonText";

interface SignalDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly runId: string;
  readonly name?: string;
}

/** Sends the run a signal with data. */
export function SignalDialog({ opened, onClose, runId, name = "" }: SignalDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Send a signal">
      <Form key={name} onClose={onClose} runId={runId} name={name} />
    </Modal>
  );
}

function Form({ onClose, runId, name: first }: { readonly onClose: () => void; readonly runId: string; readonly name: string }) {
  const [name, setName] = useState(first);
  const [text, setText] = useState("{}");
  const data = readValue(text);
  const sending = useMutation({
    mutationFn: () => signalRun(runId, name.trim(), data.problem === undefined ? data.value : null),
    onSuccess: () => {
      tell(`Signal ${name} was sent.`);
      onClose();
    },
  });
  return (
    <DialogForm action="Send" isReady={name.trim() !== "" && data.problem === undefined} work={sending} onSubmit={() => sending.mutate()}>
      <TextInput label="Signal" value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus required />
      <div>
        <Text size="sm" fw={500}>
          Data
        </Text>
        <LazyEditor label="Data" language="json" value={text} onChange={setText} minLines={4} isInvalid={data.problem !== undefined} />
      </div>
    </DialogForm>
  );
}
