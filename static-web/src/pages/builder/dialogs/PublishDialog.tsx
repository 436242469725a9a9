import { Alert, Button, Modal, ScrollArea, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { flowQuery, publishDraft, publishVersion, readVersion, type Flow } from "../../../api/flows";
import { ApiError } from "../../../api/problem";
import { ChangeList } from "../../../components/ChangeList";
import { DialogForm } from "../../../components/DialogForm";
import { Failure, Loading } from "../../../components/States";
import { tell } from "../../../components/toasts";
import { diffDocuments } from "../../../flow/compare/diff";
import { isObject, type Json, type JsonObject } from "../../../flow/json";
import type { Autosave } from "../autosave";
import { DiffCanvas } from "./DiffCanvas";
import { useBuilder, useBuilderStore } from "../store";

interface PublishDialogProps {
  readonly onClose: () => void;
  readonly autosave: Autosave;
}

/** Shows what runs will notice, and makes it what they start with. */
export function PublishDialog({ onClose, autosave }: PublishDialogProps) {
  return (
    <Modal opened onClose={onClose} title="Publish" size="xl">
      <Content onClose={onClose} autosave={autosave} />
    </Modal>
  );
}

function Content({ onClose, autosave }: PublishDialogProps) {
  const flowId = useBuilder((state) => state.flowId);
  const flow = useQuery({ ...flowQuery(flowId), staleTime: 0 });
  const published = flow.data?.published ?? undefined;
  const before = useQuery({
    queryKey: ["flows", "version", flowId, published],
    queryFn: async () => (await readVersion(flowId, published ?? 0)).document as Json,
    enabled: published !== undefined,
  });
  if (flow.isError) return <Failure error={flow.error} onRetry={() => void flow.refetch()} />;
  if (before.isError) return <Failure error={before.error} onRetry={() => void before.refetch()} />;
  if (!flow.data || (published !== undefined && before.data === undefined)) return <Loading what="the published version" />;
  return <Form flow={flow.data} before={isObject(before.data) ? before.data : undefined} onClose={onClose} autosave={autosave} />;
}

interface FormProps extends PublishDialogProps {
  readonly flow: Flow;
  readonly before: JsonObject | undefined;
}

function Form({ flow, before, onClose, autosave }: FormProps) {
  const store = useBuilderStore();
  const client = useQueryClient();
  const document = useBuilder((state) => state.document);
  const hasDraft = useBuilder((state) => state.etag !== undefined);
  const errors = useBuilder((state) => state.problems.filter((problem) => problem.severity.toLowerCase() === "error").length);
  const [message, setMessage] = useState("");
  const changes = useMemo(() => diffDocuments(before ?? { id: flow.id, steps: {} }, document), [before, document, flow.id]);
  const nothing = before !== undefined && changes.length === 0 && !hasDraft && flow.published === flow.version;
  const publication = useMutation({
    mutationFn: async (condition: string | undefined) => {
      if (!(await autosave.flush())) throw new Error("The draft could not be saved. Publish when it is.");
      const { etag } = store.getState();
      return etag === undefined ? publishVersion(flow.id, flow.version, message) : publishDraft(flow.id, condition, message);
    },
    onSuccess: async (result) => {
      store.setState({ etag: undefined, baseVersion: result.version, saved: store.getState().document });
      tell(`Version ${result.published ?? result.version} is published. Runs start with it from now on.`);
      await client.invalidateQueries({ queryKey: ["flows"] });
      onClose();
    },
  });
  return (
    <Stack>
      {errors > 0 && (
        <Alert color="red" title={errors === 1 ? "One problem is in the way" : `${errors} problems are in the way`}>
          A flow with errors cannot be published. The problems panel leads to them.
        </Alert>
      )}
      {before && changes.length > 0 && <DiffCanvas before={before} after={document} changes={changes} />}
      <ScrollArea.Autosize mah="32vh">
        {changes.length === 0 ? (
          <Text size="sm">
            {nothing ? "Runs start with this already." : "Runs would notice no difference; only the drawing has changed."}
          </Text>
        ) : (
          <ChangeList changes={changes} />
        )}
      </ScrollArea.Autosize>
      <DialogForm
        action="Publish"
        isReady={errors === 0 && !nothing}
        work={publication}
        cancel="Not yet"
        onCancel={onClose}
        onSubmit={() => publication.mutate(undefined)}
      >
        <TextInput
          label="What has changed?"
          placeholder="For the list of versions"
          maxLength={1000}
          value={message}
          onChange={(event) => setMessage(event.currentTarget.value)}
          data-autofocus
        />
        {publication.error instanceof ApiError && publication.error.code === "Draft.Outdated" && (
          <Button variant="default" color="red" onClick={() => publication.mutate("*")}>
            Publish all the same; what the newer version changed is lost then
          </Button>
        )}
      </DialogForm>
    </Stack>
  );
}
