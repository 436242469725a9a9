import { Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { createFlow } from "../../api/flows";
import { DialogForm } from "../../components/DialogForm";
import { flowIdProblem, flowIdOf } from "./flowIds";

interface CreateFlowProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Asks for a name and makes a flow of one step, so that there is something to go on from. */
export function CreateFlow({ opened, onClose }: CreateFlowProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="New flow">
      <Form onClose={onClose} />
    </Modal>
  );
}

function Form({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState("");
  const [ownId, setOwnId] = useState<string>();
  const navigate = useNavigate();
  const client = useQueryClient();
  const id = ownId ?? flowIdOf(name);
  const problem = flowIdProblem(id);
  const creation = useMutation({
    mutationFn: () =>
      createFlow({
        id,
        ...(name.trim() === "" ? {} : { name: name.trim() }),
        steps: { start: { type: "transform", with: { value: "{{ input }}" } } },
        edges: [],
        layout: { start: { x: 0, y: 0 } },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["flows"] });
      onClose();
      await navigate({ to: "/flows/$flowId", params: { flowId: id } });
    },
  });
  return (
    <DialogForm action="Create" isReady={problem === undefined} work={creation} onSubmit={() => creation.mutate()}>
      <TextInput
        label="Name"
        placeholder="Order intake"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label="Id"
        description="How addresses and the command line call it. It cannot be changed later."
        placeholder="order-intake"
        value={id}
        error={id === "" ? undefined : problem}
        onChange={(event) => setOwnId(event.currentTarget.value)}
        required
      />
    </DialogForm>
  );
}
