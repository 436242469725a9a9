import { Alert, Modal, NumberInput, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { writeLimit, type Limit } from "../../../api/access";
import { ApiError } from "../../../api/problem";
import { DialogForm } from "../../../components/DialogForm";
import { tell } from "../../../components/toasts";
import { amountText, rangeText } from "../../../flow/access/limits";

/** Asks for a limit's new value. */
export function LimitDialog({ limit, onClose }: { readonly limit: Limit; readonly onClose: () => void }) {
  const client = useQueryClient();
  const [value, setValue] = useState<number | string>(limit.value ?? "");
  const [seen] = useState(limit.etag);
  const isNewer = limit.etag !== seen;
  const saving = useMutation({
    mutationFn: async () => typeof value === "number" && writeLimit(limit, value),
    onSuccess: () => {
      tell(`${limit.title}: ${amountText(Number(value), limit.unit)} from now on.`);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["access", "limits"] }),
  });
  return (
    <Modal opened onClose={onClose} title={limit.title}>
      <DialogForm
        action="Set it"
        isReady={typeof value === "number"}
        work={isNewer ? { isPending: saving.isPending, error: otherThanConflict(saving.error) } : saving}
        onSubmit={() => saving.mutate()}
      >
        <Text size="sm">{limit.summary}</Text>
        <NumberInput
          label={`At most (${limit.unit})`}
          description={rangeText(limit)}
          min={1}
          max={limit.most}
          allowDecimal={false}
          thousandSeparator=","
          value={value}
          onChange={setValue}
          data-autofocus
          required
        />
        {isNewer && (
          <Alert color="yellow" role="status" title={`It is ${amountText(limit.value, limit.unit)} now`}>
            {limit.setBy === undefined ? "The default holds again" : `${limit.setBy} has set it`} while you were here. “Set it” puts yours
            in its place.
          </Alert>
        )}
      </DialogForm>
    </Modal>
  );
}

/** The notice tells of it better than the error. */
function otherThanConflict(error: Error | null): Error | null {
  return error instanceof ApiError && error.status === 412 ? null : error;
}
