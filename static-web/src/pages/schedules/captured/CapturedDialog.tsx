import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link2, Trash2 } from "lucide-react";
import { useState } from "react";
import { capturedQuery, createTestUrl, forgetCaptured } from "../../../api/triggers";
import { Failure, Loading } from "../../../components/States";
import { withProgress } from "../../../components/toasts";
import { When } from "../../../components/When";
import { CopyAddress } from "../CopyAddress";
import { CapturedList } from "./CapturedList";

interface CapturedDialogProps {
  readonly id: string;
  readonly flowId: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** A test address for a webhook, and what came to it. */
export function CapturedDialog({ id, flowId, opened, onClose }: CapturedDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Test requests of ${id}`} size="xl">
      <Stack gap="md">
        <TestAddress id={id} />
        <Requests id={id} flowId={flowId} />
      </Stack>
    </Modal>
  );
}

function TestAddress({ id }: { readonly id: string }) {
  const creation = useMutation({ mutationFn: () => createTestUrl(id) });
  return (
    <Stack gap={6} align="flex-start">
      <Text size="sm" c="dimmed">
        Requests to a test address start nothing. The last 20 are kept for a week, to look at, to replay, and as data for the builder.
      </Text>
      {creation.data ? (
        <>
          <CopyAddress address={creation.data.url} />
          <Text size="xs" c="dimmed">
            Good until <When time={creation.data.expiresAt} />. It is shown only now; make another one when it is lost.
          </Text>
        </>
      ) : (
        <Button leftSection={<Link2 size={16} aria-hidden />} onClick={() => creation.mutate()} loading={creation.isPending}>
          Make a test address
        </Button>
      )}
      {creation.isError && <Failure error={creation.error} />}
    </Stack>
  );
}

function Requests({ id, flowId }: { readonly id: string; readonly flowId: string }) {
  const client = useQueryClient();
  const captured = useQuery(capturedQuery(id));
  const [chosen, setChosen] = useState<string | null>(null);
  if (captured.isPending) return <Loading what="requests" />;
  if (captured.isError) return <Failure error={captured.error} onRetry={() => void captured.refetch()} />;
  if (captured.data.length === 0)
    return (
      <Text size="sm" role="status">
        No requests yet. Send one to the test address; it appears here by itself.
      </Text>
    );
  const forget = async () => {
    await withProgress("Forgetting the requests…", "The requests are forgotten.", forgetCaptured(id));
    await client.invalidateQueries({ queryKey: ["triggers", "captured", id] });
  };
  return (
    <>
      <CapturedList id={id} flowId={flowId} requests={captured.data} chosen={chosen} onChoose={setChosen} />
      <Group justify="flex-end">
        <Button variant="default" leftSection={<Trash2 size={16} aria-hidden />} onClick={() => void forget()}>
          Forget them all
        </Button>
      </Group>
    </>
  );
}
