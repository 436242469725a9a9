import { Alert, Button, Code, CopyButton, Group, Modal, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { createKey } from "../../../api/access";
import { DialogForm } from "../../../components/DialogForm";
import { GrantFields, grantOf, newGrant } from "./GrantFields";

const usualDays = 90;
const mostDays = 366;

/** Makes a key and shows it, this once. It lives in this dialog only, and goes with it. */
export function KeyDialog({ onClose }: { readonly onClose: () => void }) {
  const [key, setKey] = useState<string>();
  return (
    <Modal
      opened
      onClose={onClose}
      title={key === undefined ? "New key" : "Copy the key now"}
      size="lg"
      // A slip of the mouse must not lose what is shown once.
      closeOnClickOutside={key === undefined}
    >
      {key === undefined ? <Form onMade={setKey} /> : <Made value={key} onClose={onClose} />}
    </Modal>
  );
}

function Form({ onMade }: { readonly onMade: (key: string) => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [days, setDays] = useState<number | string>(usualDays);
  const [draft, setDraft] = useState(newGrant);
  const grant = grantOf(draft);
  const isComplete = grant !== undefined && name.trim() !== "" && typeof days === "number";
  const making = useMutation({
    // What it gives is kept by nobody but the dialog.
    mutationFn: async () => {
      if (isComplete) onMade((await createKey(name.trim(), grant, days)).key ?? "");
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ["access", "keys"] }),
  });
  return (
    <DialogForm action="Make the key" isReady={isComplete} work={making} onSubmit={() => making.mutate()}>
      <TextInput
        label="Name"
        description="What it is for, so that somebody knows later what to revoke."
        placeholder="Nightly import"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
        required
      />
      <GrantFields value={draft} onChange={setDraft} />
      <NumberInput label="Ends after" suffix=" days" min={1} max={mostDays} allowDecimal={false} value={days} onChange={setDays} required />
    </DialogForm>
  );
}

function Made({ value, onClose }: { readonly value: string; readonly onClose: () => void }) {
  return (
    <Stack>
      <Alert color="yellow">
        <Text size="sm">
          It is shown this once. Keep it where the program finds it, such as a vault; whoever has it may do what it may.
        </Text>
      </Alert>
      <Code block aria-label="The key" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {value}
      </Code>
      <Group justify="flex-end">
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button variant="default" leftSection={copied ? <Check size={16} /> : <Copy size={16} />} onClick={copy}>
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>I have it</Button>
      </Group>
    </Stack>
  );
}
