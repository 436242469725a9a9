import { Modal, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { deleteFlow, type Flow } from "../../api/flows";
import { DialogForm } from "../../components/DialogForm";
import { tell } from "../../components/toasts";

interface DeleteFlowProps {
  readonly flow: Flow | undefined;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Asks before a flow goes with all its versions: its id has to be typed. */
export function DeleteFlow({ flow, onClose, onDeleted }: DeleteFlowProps) {
  return (
    <Modal opened={flow !== undefined} onClose={onClose} title="Delete a flow">
      {flow && <Question flow={flow} onClose={onClose} onDeleted={onDeleted} />}
    </Modal>
  );
}

function Question({ flow, onClose, onDeleted }: DeleteFlowProps & { readonly flow: Flow }) {
  const [typed, setTyped] = useState("");
  const removal = useMutation({
    mutationFn: () => deleteFlow(flow.id),
    onSuccess: () => {
      tell(`${flow.id} was deleted.`);
      onDeleted();
      onClose();
    },
  });
  return (
    <DialogForm
      action="Delete"
      isReady={typed === flow.id}
      isDanger
      work={removal}
      cancel="Keep it"
      onCancel={onClose}
      onSubmit={() => removal.mutate()}
    >
      <Text size="sm">
        All versions of <b>{flow.id}</b> are deleted. Runs that have ended and files stay.
      </Text>
      <TextInput
        label={`Type ${flow.id} to go on`}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-autofocus
      />
    </DialogForm>
  );
}
