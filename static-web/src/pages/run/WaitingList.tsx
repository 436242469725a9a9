import { Button, Group, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { Allowed } from "../../components/Allowed";
import { useState } from "react";
import { decide } from "../../api/runQueries";
import type { WaitReason } from "../../api/runs";
import { Ago } from "../../components/Ago";
import { When } from "../../components/When";
import { withProgress } from "../../components/toasts";
import type { LiveRun } from "../../flow/runs/liveRun";
import { SignalDialog } from "./SignalDialog";

/** What the run waits for and since when, with the answer at hand where a person gives it. */
export function WaitingList({ live }: { readonly live: LiveRun }) {
  const reasons = live.run.waitingFor.filter((reason) => reason.kind !== "Execution");
  if (reasons.length === 0 || live.ended) return null;
  return (
    <Stack gap="xs" component="section" aria-label="Waits for">
      <Title order={2} size="h6">
        Waits for
      </Title>
      {reasons.map((reason) => (
        <Paper withBorder p="sm" key={`${reason.kind} ${reason.step ?? ""} ${reason.target ?? ""} ${reason.message}`}>
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {reason.message}
          </Text>
          <Text size="xs" c="dimmed">
            {reason.step && `${reason.step} · `}
            {reason.since && (
              <>
                since <Ago time={reason.since} />
              </>
            )}
            {reason.until && (
              <>
                {" "}
                · until <When time={reason.until} size="xs" />
              </>
            )}
          </Text>
          {reason.kind === "Approval" && reason.step && <Decision runId={live.run.id} flow={live.run.flowId} step={reason.step} />}
          {reason.kind === "Signal" && <SignalButton runId={live.run.id} flow={live.run.flowId} reason={reason} />}
        </Paper>
      ))}
    </Stack>
  );
}

function Decision({ runId, flow, step }: { readonly runId: string; readonly flow: string; readonly step: string }) {
  const [comment, setComment] = useState("");
  const [isBusy, setBusy] = useState(false);
  const say = async (decision: "approve" | "reject") => {
    setBusy(true);
    await withProgress(
      "Sending the decision…",
      decision === "approve" ? "Approved." : "Rejected.",
      decide(runId, step, decision, comment.trim()),
    );
    setBusy(false);
  };
  return (
    <Stack gap="xs" mt="xs">
      <TextInput
        size="xs"
        placeholder="Comment"
        aria-label="Comment"
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <Group gap="xs">
        <Allowed permission="approvals.decide" flow={flow}>
          <Button size="xs" color="green" loading={isBusy} onClick={() => void say("approve")}>
            Approve
          </Button>
        </Allowed>
        <Allowed permission="approvals.decide" flow={flow}>
          <Button size="xs" variant="default" loading={isBusy} onClick={() => void say("reject")}>
            Reject
          </Button>
        </Allowed>
      </Group>
    </Stack>
  );
}

function SignalButton({ runId, flow, reason }: { readonly runId: string; readonly flow: string; readonly reason: WaitReason }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Allowed permission="runs.control" flow={flow}>
        <Button size="xs" mt="xs" variant="default" onClick={() => setOpen(true)}>
          Send {reason.target ?? "the signal"}
        </Button>
      </Allowed>
      <SignalDialog opened={isOpen} onClose={() => setOpen(false)} runId={runId} name={reason.target ?? ""} />
    </>
  );
}
