import { Alert, Button, Group, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { RotateCcw } from "lucide-react";
import { publishFiles, type StoredFile } from "../../api/files";
import { rerun } from "../../api/runQueries";
import { tell, tellError } from "../../components/toasts";
import { inFlow } from "../../flow/files/paths";
import { noteFlow, useFiles } from "./filesStore";

interface FlowNoticeProps {
  readonly path: string;
  readonly isUnsaved: boolean;
  readonly onSave: () => Promise<StoredFile | undefined>;
}

/** A flow runs with the files that its version has: says when it has older ones, and leads back to the run that failed with them. */
export function FlowNotice({ path, isUnsaved, onSave }: FlowNoticeProps) {
  const { run, step } = useSearch({ from: "/files" });
  const id = inFlow(path)?.flow;
  const outdated = useFiles((state) => (id === undefined ? undefined : state.outdated.get(id)));
  const client = useQueryClient();
  const navigate = useNavigate();
  const publishing = useMutation({
    mutationFn: async () => {
      if (isUnsaved && !(await onSave())) return undefined;
      const behind = useFiles.getState().outdated.get(id ?? "");
      if (!behind) return 0;
      const { version } = await publishFiles(behind.id);
      noteFlow({ ...behind, version, isCurrent: true });
      await client.invalidateQueries({ queryKey: ["flows"] });
      return version;
    },
    onError: (error) => tellError("The flow still has the old file", error),
  });
  const publish = async () => {
    const version = await publishing.mutateAsync();
    if (version) tell(`Version ${version} of ${id ?? ""} is published: runs that start now have this file.`);
  };
  const again = useMutation({
    mutationFn: async (from: { readonly run: string; readonly step: string }) => {
      if ((await publishing.mutateAsync()) === undefined) return;
      const started = await rerun(from.run, { from: "step", step: from.step, plan: "newest" }, crypto.randomUUID());
      await navigate({ to: "/runs/$runId", params: { runId: started.id } });
    },
    onError: (error) => tellError("The run was not started again", error),
  });
  if (!outdated && (run === undefined || step === undefined)) return null;
  return (
    <Alert color={outdated ? "yellow" : "indigo"} radius={0} py={6} role="status">
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {outdated
            ? `Version ${outdated.version} of the flow ${outdated.id} still has the file as it was before.`
            : `This script is step ${step ?? ""} of a run. Change it, then run again from that step.`}
        </Text>
        <Group gap="xs">
          {outdated && (
            <Button
              size="compact-xs"
              variant="default"
              loading={publishing.isPending}
              onClick={() => void publish().catch(() => undefined)}
            >
              Use it in the flow
            </Button>
          )}
          {run !== undefined && step !== undefined && (
            <Button
              size="compact-xs"
              leftSection={<RotateCcw size={12} aria-hidden />}
              loading={again.isPending}
              onClick={() => again.mutate({ run, step })}
            >
              Save and run again from {step}
            </Button>
          )}
        </Group>
      </Group>
    </Alert>
  );
}
