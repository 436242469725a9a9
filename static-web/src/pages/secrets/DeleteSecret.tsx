import { useQueryClient } from "@tanstack/react-query";
import { deleteSecret, type Secret } from "../../api/secrets";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { withProgress } from "../../components/toasts";

interface DeleteSecretProps {
  readonly secret: Secret;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function DeleteSecret({ secret, opened, onClose }: DeleteSecretProps) {
  const client = useQueryClient();
  const remove = async () => {
    const work = deleteSecret(secret.name, secret.environment);
    await withProgress(`Deleting ${secret.name}…`, `${secret.name} is deleted. It can be recovered under Deleted.`, work);
    await client.invalidateQueries({ queryKey: ["secrets"] });
  };
  return (
    <ConfirmDialog
      opened={opened}
      title={`Delete ${secret.name}?`}
      action="Delete it"
      hasReason={false}
      onClose={onClose}
      onConfirm={() => void remove()}
    >
      Steps that name it fail from now on. It can be recovered for a while.
    </ConfirmDialog>
  );
}
