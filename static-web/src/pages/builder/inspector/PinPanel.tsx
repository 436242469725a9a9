import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { lastRunQuery, readPayload } from "../../../api/runQueries";
import type { RunStep } from "../../../api/runs";
import { Failure } from "../../../components/States";
import { LazyEditor } from "../../../editor/LazyEditor";
import { portsOf } from "../../../flow/catalog";
import { readValue } from "../../../flow/forms/jsonText";
import type { JsonObject } from "../../../flow/json";
import { canPin, pinOf, pinProblem, placeOf, samePin, type Pin } from "../../../flow/pins/pins";
import { pinStep } from "../pinning";
import { useBuilder, useBuilderStore } from "../store";

/** What trial runs take instead of executing the step. */
export function PinPanel({ id, step }: { readonly id: string; readonly step: JsonObject }) {
  const isPossible = useBuilder((state) => canPin(state.document, id));
  if (isPossible) return <PinForm id={id} step={step} />;
  return (
    <Text size="sm" c="dimmed">
      A step in a loop has a result for each round. Pin the loop as a whole instead.
    </Text>
  );
}

function PinForm({ id, step }: { readonly id: string; readonly step: JsonObject }) {
  const store = useBuilderStore();
  const pinned = useBuilder((state) => state.pins.steps.get(id));
  const ports = useBuilder((state) => portsOf(step, state.catalog));
  const [own, setOwn] = useState<{ readonly text?: string; readonly port?: string | undefined }>({});
  const text = own.text ?? JSON.stringify(pinned?.error ? { error: pinned.error } : (pinned?.output ?? null), null, 2);
  const chosen = own.port ?? pinned?.port;
  const port = chosen !== undefined && ports.includes(chosen) ? chosen : undefined;
  const read = readValue(text);
  const pin: Pin =
    pinned?.error && own.text === undefined ? pinned : { output: read.value ?? null, ...(port === undefined ? {} : { port }) };
  const problem = read.problem ?? pinProblem(pin, ports);
  // The step may have lost the port since it was pinned.
  const told = read.problem ?? (pinned && port === undefined ? pinProblem(pinned, ports) : undefined) ?? problem;
  const save = (next: Pin | undefined) => {
    pinStep(store, id, next);
    setOwn({});
  };
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {pinned
          ? "Runs that you start here take this result and do not execute the step."
          : "Give a result that runs which you start here take instead of executing the step."}{" "}
        Only this browser keeps it; the flow stays as it is.
      </Text>
      <LazyEditor
        label="Pinned output"
        language="json"
        value={text}
        onChange={(next) => setOwn({ ...own, text: next })}
        minLines={6}
        isInvalid={read.problem !== undefined}
      />
      {ports.length > 0 && (
        <Select
          label="Leaves through port"
          placeholder="Choose one"
          size="sm"
          data={[...ports]}
          value={port ?? null}
          onChange={(next) => setOwn({ ...own, port: next ?? undefined })}
        />
      )}
      {told && (pinned ?? own.text) !== undefined && (
        <Text size="xs" c="red">
          {told}
        </Text>
      )}
      <Group gap="xs">
        <Button size="sm" disabled={problem !== undefined || (pinned && samePin(pin, pinned))} onClick={() => save(pin)}>
          {pinned ? "Change the pin" : "Pin output"}
        </Button>
        {pinned && (
          <Button size="sm" variant="default" onClick={() => save(undefined)}>
            Unpin
          </Button>
        )}
      </Group>
      <FromLastRun
        id={id}
        onPin={(last) => (pinProblem(last, ports) ? setOwn({ text: JSON.stringify(last.output ?? null, null, 2) }) : save(last))}
      />
    </Stack>
  );
}

/** Pins what the step gave in the flow's last run, also a failure. */
function FromLastRun({ id, onPin }: { readonly id: string; readonly onPin: (pin: Pin) => void }) {
  const flowId = useBuilder((state) => state.flowId);
  const last = useQuery(lastRunQuery(flowId));
  const step = last.data?.steps.find((one) => one.path === id);
  const found = step && pinOf(step);
  const fetching = useMutation({ mutationFn: (one: RunStep) => wholePin(one), onSuccess: (pin) => pin && onPin(pin) });
  return (
    <>
      <Button
        size="sm"
        variant="default"
        disabled={!step || !found}
        loading={fetching.isPending}
        onClick={() => step && fetching.mutate(step)}
      >
        {found?.error ? "Pin the failure of the last run" : "Pin the output of the last run"}
      </Button>
      {!found && (
        <Text size="xs" c="dimmed">
          {last.data ? "The step gave nothing in the last run." : "There was no run yet."}
        </Text>
      )}
      {fetching.isError && <Failure error={fetching.error} />}
    </>
  );
}

async function wholePin(step: RunStep): Promise<Pin | undefined> {
  const pin = pinOf(step);
  const place = placeOf(pin?.output);
  return pin && place !== undefined ? { ...pin, output: await readPayload(place) } : pin;
}
