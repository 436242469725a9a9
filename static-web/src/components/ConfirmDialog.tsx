import { Modal, Text, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { DialogForm } from "./DialogForm";

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly action: string;
  readonly hasReason?: boolean;
  readonly children: ReactNode;
  readonly onClose: () => void;
  readonly onConfirm: (reason: string) => void;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ opened, title, action, hasReason = true, children, onClose, onConfirm }: ConfirmDialogProps) {
  const [reason, setReason] = useState("");
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <DialogForm
        action={action}
        isDanger
        cancel="No"
        onCancel={onClose}
        onSubmit={() => {
          onConfirm(reason.trim());
          onClose();
        }}
      >
        <Text size="sm">{children}</Text>
        {hasReason && (
          <TextInput label="Why? (may be left out)" value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        )}
      </DialogForm>
    </Modal>
  );
}
