import { Code, Stack, Table, Text } from "@mantine/core";
import { AllowedItem } from "../../components/Allowed";
import { Inbox } from "lucide-react";
import { useState } from "react";
import type { Trigger } from "../../api/triggers";
import { MenuTable } from "../../components/MenuTable";
import { CapturedDialog } from "./captured/CapturedDialog";
import { CopyAddress } from "./CopyAddress";
import { FireDialog } from "./FireDialog";
import { LastRun } from "./LastRun";
import { TriggerMenu } from "./TriggerMenu";
import { TriggerName } from "./TriggerName";
import { TriggerState } from "./TriggerState";

const proofs: Readonly<Record<string, string>> = {
  none: "Anybody who knows the address",
  apiKey: "Key in a header",
  basic: "User name and password",
  "hmac-sha256": "Signed body (HMAC SHA-256)",
};

const columns = [
  { title: "Trigger" },
  { title: "Runs", width: 130, isWide: true },
  { title: "Last run", width: 140, isWide: true },
  { title: "State", width: 96 },
];

/** Webhooks, or queues: where they listen and what has come of it. */
export function TriggerTable({ triggers }: { readonly triggers: readonly Trigger[] }) {
  return (
    <MenuTable columns={columns}>
      {triggers.map((trigger) => (
        <Row key={trigger.id} trigger={trigger} />
      ))}
    </MenuTable>
  );
}

function Row({ trigger }: { readonly trigger: Trigger }) {
  const [dialog, setDialog] = useState<"fire" | "captured">();
  const close = () => setDialog(undefined);
  return (
    <Table.Tr>
      <Table.Td>
        <TriggerName trigger={trigger}>
          <Where trigger={trigger} />
        </TriggerName>
        <Troubles trigger={trigger} />
        <Stack gap={4} mt={4} hiddenFrom="sm" fz="sm">
          <Counts trigger={trigger} />
          <LastRun runId={trigger.lastRunId} at={trigger.lastFiredAt} />
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Counts trigger={trigger} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <LastRun runId={trigger.lastRunId} at={trigger.lastFiredAt} />
      </Table.Td>
      <Table.Td>
        <TriggerState trigger={trigger} />
      </Table.Td>
      <Table.Td>
        <TriggerMenu trigger={trigger} onFire={() => setDialog("fire")}>
          {trigger.type === "webhook" && (
            <AllowedItem
              permission="webhooks.inspect"
              flow={trigger.flowId}
              leftSection={<Inbox size={16} />}
              onClick={() => setDialog("captured")}
            >
              Test address and requests
            </AllowedItem>
          )}
        </TriggerMenu>
        <FireDialog trigger={trigger} opened={dialog === "fire"} onClose={close} />
        <CapturedDialog id={trigger.id} flowId={trigger.flowId} opened={dialog === "captured"} onClose={close} />
      </Table.Td>
    </Table.Tr>
  );
}

function Where({ trigger }: { readonly trigger: Trigger }) {
  if (trigger.url == null) return <Code>{trigger.summary}</Code>;
  return (
    <>
      <Text size="xs" c="dimmed">
        {trigger.summary.split(" /")[0]}
      </Text>
      <CopyAddress address={trigger.url} />
      <Text size="xs" c="dimmed">
        {proofs[trigger.auth ?? "none"] ?? trigger.auth}
      </Text>
    </>
  );
}

function Counts({ trigger }: { readonly trigger: Trigger }) {
  return (
    <Text size="sm">
      {trigger.started ?? 0} started
      {(trigger.refused ?? 0) > 0 && `, ${trigger.refused ?? 0} refused`}
    </Text>
  );
}

/** What keeps it from working, and what it refused last if nothing has worked since. */
function Troubles({ trigger }: { readonly trigger: Trigger }) {
  const isNewer = trigger.lastError && (trigger.lastFiredAt == null || trigger.lastError.at > trigger.lastFiredAt);
  const messages = [trigger.problem?.message, isNewer ? trigger.lastError?.message : undefined].filter((one) => one !== undefined);
  return messages.map((message) => (
    <Text key={message} size="xs" c="red" lineClamp={3} style={{ overflowWrap: "anywhere" }}>
      {message}
    </Text>
  ));
}
