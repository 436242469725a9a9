import { ActionIcon, Button } from "@mantine/core";
import { Plus, X } from "lucide-react";

export function Add({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <Button
      size="compact-xs"
      variant="light"
      leftSection={<Plus size={12} aria-hidden />}
      onClick={onClick}
      style={{ alignSelf: "flex-start" }}
    >
      {label}
    </Button>
  );
}

export function Remove({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" onClick={onClick} aria-label={label}>
      <X size={16} />
    </ActionIcon>
  );
}
