import { Modal, Switch, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { writeSecret } from "../../api/secrets";
import { DialogForm } from "../../components/DialogForm";
import { tell } from "../../components/toasts";
import { nameProblem } from "../../flow/secretNames";
import classes from "./SecretDialog.module.css";

interface SecretDialogProps {
  readonly environment: string;
  /** The secret whose value is replaced; a new one without. */
  readonly name?: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Asks for a value. It lives in this dialog only, and goes with it. */
export function SecretDialog({ environment, name, opened, onClose }: SecretDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={name === undefined ? `New secret in ${environment}` : `Replace ${name}`}>
      <Form environment={environment} known={name} onClose={onClose} />
    </Modal>
  );
}

interface FormProps {
  readonly environment: string;
  readonly known: string | undefined;
  readonly onClose: () => void;
}

function Form({ environment, known, onClose }: FormProps) {
  const client = useQueryClient();
  const [written, setWritten] = useState("");
  const [value, setValue] = useState("");
  const [isShown, setShown] = useState(false);
  const name = known ?? written.trim();
  const problem = nameProblem(name);
  // The value is no variable of the mutation, which would be kept after it.
  const saving = useMutation({
    mutationFn: () => writeSecret(name, environment, value, known === undefined),
    onSuccess: async () => {
      setValue("");
      await client.invalidateQueries({ queryKey: ["secrets"] });
      tell(known === undefined ? `${name} is kept.` : `${name} has a new value. Steps that begin from now on use it.`);
      onClose();
    },
  });
  return (
    <DialogForm
      action={known === undefined ? "Keep it" : "Replace"}
      isReady={problem === undefined && value !== ""}
      isPrivate
      work={saving}
      onSubmit={() => saving.mutate()}
    >
      {known === undefined && (
        <TextInput
          label="Name"
          description="Flows call it by this name: {{ secrets.NAME }}."
          placeholder="CRM_TOKEN"
          value={written}
          error={written === "" ? undefined : problem}
          onChange={(event) => setWritten(event.currentTarget.value)}
          data-autofocus
          required
        />
      )}
      <Textarea
        label="Value"
        description="May have several lines. Nobody can read it here again."
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        autosize
        minRows={isShown ? 3 : 1}
        maxRows={12}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        classNames={{ input: isShown ? classes.shown : classes.hidden }}
        data-autofocus={known !== undefined || undefined}
        required
      />
      <Switch label="Show what I type" checked={isShown} onChange={(event) => setShown(event.currentTarget.checked)} />
      {value !== value.trim() && (
        <Text size="xs" c="dimmed" role="status">
          It begins or ends with a blank or a line break, which is kept.
        </Text>
      )}
    </DialogForm>
  );
}
