import { Button, Group, Modal, Text, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";

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
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm(reason.trim());
          onClose();
        }}
      >
        <Text size="sm" mb="sm">
          {children}
        </Text>
        {hasReason && (
          <TextInput label="Why? (may be left out)" value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        )}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            No
          </Button>
          <Button color="red" type="submit">
            {action}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
