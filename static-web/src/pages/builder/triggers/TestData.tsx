import { Button, Group, Text } from "@mantine/core";
import { Inbox, X } from "lucide-react";
import { useState } from "react";
import { dropCaptured, useCaptured } from "../../../browser/captured";
import { When } from "../../../components/When";
import { CapturedDialog } from "../../schedules/captured/CapturedDialog";
import { useBuilder } from "../store";

/** Where a webhook's test requests are, and which of them previews take their data from. */
export function TestData({ id }: { readonly id: string }) {
  const flowId = useBuilder((state) => state.flowId);
  const captured = useCaptured(flowId);
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <Button size="compact-sm" variant="light" leftSection={<Inbox size={14} aria-hidden />} onClick={() => setOpen(true)}>
        Test address and requests
      </Button>
      {captured?.trigger === id && (
        <Group gap={4} mt={4} wrap="nowrap">
          <Text size="xs" c="dimmed">
            Previews use the request of <When time={captured.receivedAt} />
          </Text>
          <Button size="compact-xs" variant="subtle" leftSection={<X size={12} aria-hidden />} onClick={() => dropCaptured(flowId)}>
            Use the last run
          </Button>
        </Group>
      )}
      <CapturedDialog id={`${flowId}.${id}`} flowId={flowId} opened={isOpen} onClose={() => setOpen(false)} />
    </div>
  );
}
