import { Badge, Button, Code, Modal, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";
import type { AuditEntry } from "../../../api/access";
import { When } from "../../../components/When";
import { versionOf } from "../../../flow/access/audit";
import { diffFields } from "../../../flow/compare/diff";
import type { Json } from "../../../flow/json";
import { FlowChanges } from "./FlowChanges";

const mostText = 400;

/** One entry; what was there before and is now opens beside it. */
export function AuditRow({ entry }: { readonly entry: AuditEntry }) {
  const [isOpen, setOpen] = useState(false);
  const isDone = entry.outcome === "done";
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>
          {entry.action}
        </Text>
        {entry.target !== undefined && (
          <Text size="xs" ff="monospace" style={{ overflowWrap: "anywhere" }}>
            {entry.target}
          </Text>
        )}
        <Stack gap={0} hiddenFrom="sm" mt={4}>
          <Who entry={entry} />
          <When time={entry.at} />
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Who entry={entry} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <When time={entry.at} />
      </Table.Td>
      <Table.Td>
        <Stack gap={4} align="flex-start">
          <Badge miw="max-content" variant="light" color={isDone ? "green" : "red"} tt="none" autoContrast>
            {isDone ? "Done" : `Refused, ${entry.status}`}
          </Badge>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => setOpen(true)}
            aria-label={`More about ${entry.action} ${entry.target ?? ""}`.trim()}
          >
            More
          </Button>
        </Stack>
        <Modal opened={isOpen} onClose={() => setOpen(false)} title={`${entry.action} ${entry.target ?? ""}`} size="lg">
          <Details entry={entry} />
        </Modal>
      </Table.Td>
    </Table.Tr>
  );
}

function Who({ entry: { caller, from } }: { readonly entry: AuditEntry }) {
  return (
    <>
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {caller.name}
      </Text>
      <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        {[caller.id, from].filter(Boolean).join(" from ")}
      </Text>
    </>
  );
}

function Details({ entry }: { readonly entry: AuditEntry }) {
  const { before, after, traceId } = entry;
  const fields = diffFields(before ?? {}, after ?? {}, []);
  return (
    <Stack>
      <Who entry={entry} />
      {before === undefined && after === undefined && <Text size="sm">Nothing was written down of what it changed.</Text>}
      {fields.map((field) => (
        <Text key={field.pointer} size="sm" style={{ overflowWrap: "anywhere" }}>
          <Code>{field.pointer}</Code> {valueText(field.before)} → {valueText(field.after)}
        </Text>
      ))}
      <FlowChanges before={versionOf(before)} after={versionOf(after)} />
      {traceId !== undefined && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          Trace {traceId}
        </Text>
      )}
    </Stack>
  );
}

function valueText(value: Json | undefined): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > mostText ? `${text.slice(0, mostText)}…` : text;
}
