import { Modal, Text } from "@mantine/core";
import { useState } from "react";
import type { Trigger } from "../../api/triggers";
import { DialogForm } from "../../components/DialogForm";
import { LazyEditor } from "../../editor/LazyEditor";
import { readValue } from "../../flow/forms/jsonText";
import { useTriggerActions } from "./useTriggerActions";

interface FireDialogProps {
  readonly trigger: Trigger;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Starts a run as if a request or a message had come. */
export function FireDialog({ trigger, opened, onClose }: FireDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Fire ${trigger.name ?? trigger.id}`}>
      <Form trigger={trigger} onClose={onClose} />
    </Modal>
  );
}

function Form({ trigger, onClose }: Omit<FireDialogProps, "opened">) {
  const actions = useTriggerActions(trigger.id);
  const [text, setText] = useState("{}");
  const body = readValue(text);
  return (
    <DialogForm
      action="Fire"
      isReady={body.problem === undefined}
      onSubmit={() => {
        if (body.problem !== undefined) return;
        onClose();
        void actions.fire({ trigger: { body: body.value } });
      }}
    >
      <Text size="sm" c="dimmed">
        A run starts as if this had come as the body of a {trigger.type === "webhook" ? "request" : "message"}, also while the trigger is
        paused.
      </Text>
      <LazyEditor label="Body" language="json" value={text} onChange={setText} minLines={6} isInvalid={body.problem !== undefined} />
      {body.problem && (
        <Text size="xs" c="red">
          {body.problem}
        </Text>
      )}
    </DialogForm>
  );
}
