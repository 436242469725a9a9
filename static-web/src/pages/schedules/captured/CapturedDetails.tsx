import { Button, Code, Group, ScrollArea, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { PencilRuler, RotateCcw } from "lucide-react";
import { ApiError } from "../../../api/problem";
import { capturedValueQuery, inputOfCaptured, replayCaptured } from "../../../api/triggers";
import { keepCaptured } from "../../../browser/captured";
import { Failure, Loading } from "../../../components/States";
import { withProgress } from "../../../components/toasts";
import { asObject, asText, member, type Json, type JsonObject } from "../../../flow/json";

interface CapturedDetailsProps {
  readonly id: string;
  readonly flowId: string;
  readonly requestId: string;
  readonly receivedAt: string;
}

/** A captured request whole: replays it, or makes it the data of the builder's previews. */
export function CapturedDetails({ id, flowId, requestId, receivedAt }: CapturedDetailsProps) {
  const navigate = useNavigate();
  const value = useQuery(capturedValueQuery(id, requestId));
  if (value.isPending) return <Loading what="the request" />;
  if (value.isError) return <Failure error={value.error} onRetry={() => void value.refetch()} />;
  const request = value.data;
  const replay = async () => {
    const run = await withProgress("Replaying the request…", "A run has started from it.", replayCaptured(id, requestId));
    if (run) await navigate({ to: "/runs/$runId", params: { runId: run.id } });
  };
  const use = async () => {
    const isKept = await withProgress(
      "Keeping the request…",
      "The builder's previews now show what this request gives.",
      keep(id, flowId, requestId, receivedAt, request),
    );
    if (isKept) await navigate({ to: "/flows/$flowId", params: { flowId } });
  };
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <Button leftSection={<RotateCcw size={16} aria-hidden />} onClick={() => void replay()}>
          Replay
        </Button>
        <Button variant="default" leftSection={<PencilRuler size={16} aria-hidden />} onClick={() => void use()}>
          Use as data in the builder
        </Button>
      </Group>
      <Pairs title="Query" values={asObject(member(request, "query"))} />
      <Pairs title="Headers" values={asObject(member(request, "headers"))} />
      <Text size="sm" fw={600}>
        Body
      </Text>
      <ScrollArea.Autosize mah={320}>
        <Code block>{bodyText(member(request, "body"))}</Code>
      </ScrollArea.Autosize>
    </Stack>
  );
}

function Pairs({ title, values }: { readonly title: string; readonly values: JsonObject }) {
  const entries = Object.entries(values);
  if (entries.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Table verticalSpacing={2} fz="xs" ff="monospace">
        <Table.Tbody>
          {entries.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Td style={{ verticalAlign: "top" }}>{name}</Table.Td>
              <Table.Td style={{ overflowWrap: "anywhere" }}>{asText(value) ?? JSON.stringify(value)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function bodyText(body: Json | undefined): string {
  return body == null ? "No body" : typeof body === "string" ? body : JSON.stringify(body, null, 2);
}

async function keep(id: string, flowId: string, requestId: string, receivedAt: string, value: JsonObject): Promise<boolean> {
  const input = await inputOf(id, requestId, value);
  keepCaptured(flowId, { trigger: asText(member(value, "id")) ?? "", receivedAt, value, input });
  return true;
}

/** What the published flow makes of it; the body where that cannot be told, as when nothing is published yet. */
async function inputOf(id: string, requestId: string, value: JsonObject): Promise<Json> {
  try {
    return (await inputOfCaptured(id, requestId)).input;
  } catch (error) {
    if (error instanceof ApiError && error.status >= 400 && error.status < 500) return member(value, "body") ?? {};
    throw error;
  }
}
