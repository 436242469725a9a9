import { Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { writeMember, type Member } from "../../../api/access";
import { DialogForm } from "../../../components/DialogForm";
import { tell } from "../../../components/toasts";
import { personProblem } from "../../../flow/access/grants";
import { GrantFields, grantOf, newGrant } from "./GrantFields";

interface MemberDialogProps {
  /** Whose role is changed; somebody new without. */
  readonly member?: Member;
  readonly onClose: () => void;
}

/** Gives somebody a role, or another one. */
export function MemberDialog({ member, onClose }: MemberDialogProps) {
  const client = useQueryClient();
  const [written, setWritten] = useState("");
  const [name, setName] = useState(member?.name ?? "");
  const [draft, setDraft] = useState({ ...newGrant, ...member?.grant });
  const id = member?.id ?? written.trim();
  const grant = grantOf(draft);
  const problem = personProblem(id);
  const saving = useMutation({
    mutationFn: async () => grant && writeMember(id, grant, name.trim() === "" ? undefined : name.trim()),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["access", "members"] });
      tell(`${name.trim() || id} has the role from now on.`);
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={member ? `Change ${member.name ?? member.id}` : "Add a member"} size="lg">
      <DialogForm
        action={member ? "Change" : "Add"}
        isReady={grant !== undefined && problem === undefined}
        work={saving}
        onSubmit={() => saving.mutate()}
      >
        {!member && (
          <TextInput
            label="Id"
            description="What “Copy my id” in the person's menu gives."
            placeholder="main:8f2c"
            value={written}
            error={written === "" ? undefined : problem}
            onChange={(event) => setWritten(event.currentTarget.value)}
            data-autofocus
            required
          />
        )}
        <TextInput
          label="Name"
          description="How people know them. May be left out."
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <GrantFields value={draft} onChange={setDraft} />
      </DialogForm>
    </Modal>
  );
}
