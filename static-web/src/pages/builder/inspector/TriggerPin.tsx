import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { capturedValueQuery, flowCapturedQuery, type FlowCaptured } from "../../../api/triggers";
import { Failure } from "../../../components/States";
import { LazyEditor } from "../../../editor/LazyEditor";
import { readValue } from "../../../flow/forms/jsonText";
import { asObject, member, type Json } from "../../../flow/json";
import { pinTrigger } from "../pinning";
import { useBuilder, useBuilderStore } from "../store";

/** What trial runs see as the trigger: a captured request, or what is written here. */
export function TriggerPin() {
  const store = useBuilderStore();
  const pinned = useBuilder((state) => state.pins.trigger);
  const [own, setOwn] = useState<string>();
  const text = own ?? (pinned === undefined ? "" : JSON.stringify(pinned, null, 2));
  const read = readValue(text);
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        Trigger data for trial runs
      </Text>
      <Text size="xs" c="dimmed">
        What expressions see as <code>trigger</code> in runs that you start here. Only this browser keeps it.
      </Text>
      <LazyEditor
        label="Trigger data for trial runs"
        language="json"
        value={text}
        onChange={setOwn}
        minLines={3}
        placeholder='{ "type": "webhook", "body": { … } }'
        isInvalid={read.problem !== undefined}
      />
      {read.problem && (
        <Text size="xs" c="red">
          {read.problem}
        </Text>
      )}
      <Captured onRead={(trigger) => setOwn(JSON.stringify(trigger, null, 2))} />
      <Group gap="xs">
        <Button
          size="sm"
          variant="default"
          disabled={own === undefined || own.trim() === "" || read.problem !== undefined}
          onClick={() => {
            pinTrigger(store, read.value);
            setOwn(undefined);
          }}
        >
          Pin trigger data
        </Button>
        {pinned !== undefined && (
          <Button
            size="sm"
            variant="default"
            onClick={() => {
              pinTrigger(store, undefined);
              setOwn(undefined);
            }}
          >
            Unpin
          </Button>
        )}
      </Group>
    </Stack>
  );
}

const keyOf = ({ trigger, request }: FlowCaptured) => `${trigger} ${request.id}`;
const labelOf = ({ request }: FlowCaptured) => `${request.method} ${request.path}, ${new Date(request.receivedAt).toLocaleString()}`;

/** The requests that came to the test addresses of the flow's webhooks. */
function Captured({ onRead }: { readonly onRead: (trigger: Json) => void }) {
  const flowId = useBuilder((state) => state.flowId);
  const triggers = useBuilder((state) => member(state.document, "triggers"));
  const hooks = Object.entries(asObject(triggers)).filter(([, trigger]) => member(trigger, "type") === "webhook");
  const requests = useQuery(
    flowCapturedQuery(
      flowId,
      hooks.map(([id]) => id),
    ),
  );
  const client = useQueryClient();
  const reading = useMutation({
    mutationFn: ({ trigger, request }: FlowCaptured) => client.query(capturedValueQuery(trigger, request.id)),
    onSuccess: onRead,
  });
  if (hooks.length === 0) return null;
  return (
    <>
      <Select
        label="From a captured request"
        size="sm"
        placeholder={requests.data?.length === 0 ? "None was captured yet" : "Choose one"}
        disabled={!requests.data?.length}
        data={(requests.data ?? []).map((one) => ({ value: keyOf(one), label: labelOf(one) }))}
        value={null}
        onChange={(key) => {
          const chosen = requests.data?.find((one) => keyOf(one) === key);
          if (chosen) reading.mutate(chosen);
        }}
      />
      {(requests.isError || reading.isError) && <Failure error={requests.error ?? reading.error} />}
    </>
  );
}
