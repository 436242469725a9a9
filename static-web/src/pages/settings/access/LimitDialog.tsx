import { Button, Group, Modal, NumberInput, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { writeLimit, type Limit } from "../../../api/access";
import { Failure } from "../../../components/States";
import { tell } from "../../../components/toasts";
import { amountText } from "../../../flow/access/limits";

/** Asks for a limit's new value. */
export function LimitDialog({ limit, onClose }: { readonly limit: Limit; readonly onClose: () => void }) {
  const client = useQueryClient();
  const [value, setValue] = useState<number | string>(limit.value ?? "");
  const saving = useMutation({
    mutationFn: async () => typeof value === "number" && writeLimit(limit.name, value),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["access", "limits"] });
      tell(`${limit.name} is set.`);
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Set ${limit.name}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{limit.summary}</Text>
          <NumberInput
            label={`At most (${limit.unit})`}
            description={`From 1 to ${amountText(limit.most, limit.unit)}; the default is ${amountText(limit.default, limit.unit)}.`}
            min={1}
            max={limit.most}
            allowDecimal={false}
            thousandSeparator=","
            value={value}
            onChange={setValue}
            data-autofocus
            required
          />
          {saving.isError && <Failure error={saving.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={saving.isPending} disabled={typeof value !== "number"}>
              Set it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
