import { ActionIcon, Button, Menu } from "@mantine/core";
import { Allowed, AllowedItem } from "../../components/Allowed";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Ban, Ellipsis, OctagonX, Pause, Play, Radio, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { useRefusals } from "../../api/me";
import { controlRun, deleteRun, rerun, type Rerun, type RunAction } from "../../api/runQueries";
import { withProgress } from "../../components/toasts";
import type { LiveRun } from "../../flow/runs/liveRun";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { SignalDialog } from "./SignalDialog";

type Asking = "cancel" | "terminate" | "delete" | "signal";

/** What can be done with a run: only what fits how it stands. */
export function RunActions({ live }: { readonly live: LiveRun }) {
  const { run } = live;
  const [asking, setAsking] = useState<Asking>();
  const act = useRunActs(run.id);
  const close = () => setAsking(undefined);
  const isPaused = run.status === "Paused";
  return (
    <>
      {live.ended ? (
        <EndedActions flow={run.flowId} hasFailed={run.status !== "Succeeded"} onRerun={act.again} />
      ) : (
        <>
          <Allowed permission="runs.control" flow={run.flowId}>
            <Button
              size="xs"
              variant="default"
              leftSection={isPaused ? <Play size={14} /> : <Pause size={14} />}
              onClick={() => act.control(isPaused ? "resume" : "pause")}
            >
              {isPaused ? "Resume" : "Pause"}
            </Button>
          </Allowed>
          <Allowed permission="runs.control" flow={run.flowId}>
            <Button size="xs" variant="default" color="red" leftSection={<Ban size={14} />} onClick={() => setAsking("cancel")}>
              Cancel
            </Button>
          </Allowed>
        </>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label="More">
            <Ellipsis size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {live.ended ? (
            <AllowedItem
              permission="runs.delete"
              flow={run.flowId}
              color="red"
              leftSection={<Trash2 size={16} />}
              onClick={() => setAsking("delete")}
            >
              Delete…
            </AllowedItem>
          ) : (
            <>
              <AllowedItem
                permission="runs.control"
                flow={run.flowId}
                leftSection={<Radio size={16} />}
                onClick={() => setAsking("signal")}
              >
                Send a signal…
              </AllowedItem>
              <AllowedItem
                permission="runs.control"
                flow={run.flowId}
                color="red"
                leftSection={<OctagonX size={16} />}
                onClick={() => setAsking("terminate")}
              >
                Terminate…
              </AllowedItem>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <SignalDialog opened={asking === "signal"} onClose={close} runId={run.id} />
      <ConfirmDialog
        opened={asking === "cancel"}
        title="Cancel the run"
        action="Cancel it"
        onClose={close}
        onConfirm={(reason) => act.control("cancel", reason)}
      >
        Running steps are told to stop, and clean-up steps are run.
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === "terminate"}
        title="Terminate the run"
        action="Terminate it"
        onClose={close}
        onConfirm={(reason) => act.control("terminate", reason)}
      >
        The run ends at once. Clean-up steps are not run.
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === "delete"}
        title="Delete the run"
        action="Delete it"
        onClose={close}
        onConfirm={act.remove}
        hasReason={false}
      >
        The run goes with its history, its log and the runs that it called.
      </ConfirmDialog>
    </>
  );
}

interface EndedActionsProps {
  readonly flow: string;
  readonly hasFailed: boolean;
  readonly onRerun: (how: Rerun) => void;
}

function EndedActions({ flow, hasFailed, onRerun }: EndedActionsProps) {
  const again = (
    <Button size="xs" leftSection={<RotateCcw size={14} />}>
      Run again
    </Button>
  );
  const mayNot = useRefusals(flow)("runs.start") !== undefined;
  if (mayNot)
    return (
      <Allowed permission="runs.start" flow={flow}>
        {again}
      </Allowed>
    );
  return (
    <Menu position="bottom-end">
      <Menu.Target>{again}</Menu.Target>
      <Menu.Dropdown>
        {hasFailed && <Menu.Item onClick={() => onRerun({ from: "failed", plan: "same" })}>What failed</Menu.Item>}
        {hasFailed && (
          <Menu.Item onClick={() => onRerun({ from: "failed", plan: "newest" })}>What failed, with the published version</Menu.Item>
        )}
        <Menu.Item onClick={() => onRerun({ from: "start", plan: "same" })}>From the start</Menu.Item>
        <Menu.Item onClick={() => onRerun({ from: "start", plan: "newest" })}>From the start, with the published version</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const said: Readonly<Record<RunAction, readonly [doing: string, done: string]>> = {
  pause: ["Pausing…", "Nothing new starts until you resume it."],
  resume: ["Resuming…", "The run goes on."],
  cancel: ["Cancelling…", "The run is being cancelled."],
  terminate: ["Terminating…", "The run was terminated."],
};

/** The actions as the page does them: with progress, and leading to where one wants to be then. */
export function useRunActs(id: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const refresh = () => client.invalidateQueries({ queryKey: ["runs"] });
  return {
    control: (action: RunAction, reason = "") => {
      void withProgress(said[action][0], said[action][1], controlRun(id, action, reason)).then(refresh);
    },
    again: (how: Rerun) => {
      void withProgress("Starting…", "A new run was started from this one.", rerun(id, how, crypto.randomUUID())).then(async (started) => {
        await refresh();
        if (started) await navigate({ to: "/runs/$runId", params: { runId: started.id } });
      });
    },
    remove: () => {
      void withProgress(
        "Deleting…",
        "The run was deleted.",
        deleteRun(id).then(() => true),
      ).then(async (isGone) => {
        if (!isGone) return;
        await navigate({ to: "/runs" });
        await refresh();
      });
    },
  };
}
