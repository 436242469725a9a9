import { Button, Group, Modal, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { deleteFlow, type Flow } from "../../api/flows";
import { Failure } from "../../components/States";
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
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === flow.id) removal.mutate();
      }}
    >
      <Text size="sm" mb="sm">
        All versions of <b>{flow.id}</b> are deleted. Runs that have ended and files stay.
      </Text>
      <TextInput
        label={`Type ${flow.id} to go on`}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-autofocus
      />
      {removal.isError && <Failure error={removal.error} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Keep it
        </Button>
        <Button type="submit" color="red" disabled={typed !== flow.id} loading={removal.isPending}>
          Delete
        </Button>
      </Group>
    </form>
  );
}
