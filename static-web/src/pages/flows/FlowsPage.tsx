import { Button, FileButton, TextInput } from "@mantine/core";
import { Allowed } from "../../components/Allowed";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Plus, Search, Upload, Workflow } from "lucide-react";
import { useEffect, useState } from "react";
import { flowsQuery, importFlow } from "../../api/flows";
import { offerCommands } from "../../app/commands";
import { Page } from "../../components/Page";
import { Empty, Failure, Loading } from "../../components/States";
import { withProgress } from "../../components/toasts";
import { CreateFlow } from "./CreateFlow";
import { FlowTable } from "./FlowTable";

/** All flows of the workspace. */
export default function FlowsPage() {
  const [q, setQ] = useState("");
  const [asked] = useDebouncedValue(q.trim(), 200);
  const [isCreating, setCreating] = useState(false);
  const create = () => setCreating(true);
  useEffect(() => offerCommands("flows", [{ id: "new-flow", label: "New flow", group: "Flows", run: () => setCreating(true) }]), []);
  return (
    <Page
      title="Flows"
      actions={
        <>
          <ImportButton />
          <Allowed permission="flows.write">
            <Button leftSection={<Plus size={16} aria-hidden />} onClick={create}>
              New flow
            </Button>
          </Allowed>
        </>
      }
    >
      <TextInput
        mb="md"
        maw={360}
        leftSection={<Search size={16} aria-hidden />}
        placeholder="Find by id or name"
        aria-label="Find a flow by its id or name"
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
      />
      <FlowList q={asked} onCreate={create} />
      <CreateFlow opened={isCreating} onClose={() => setCreating(false)} />
    </Page>
  );
}

function FlowList({ q, onCreate }: { readonly q: string; readonly onCreate: () => void }) {
  const flows = useInfiniteQuery(flowsQuery(q));
  if (flows.isPending) return <Loading what="flows" />;
  if (flows.isError && !flows.data) return <Failure error={flows.error} onRetry={() => void flows.refetch()} />;
  const items = flows.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <NoFlows q={q} onCreate={onCreate} />;
  return (
    <>
      <FlowTable flows={items} />
      {flows.hasNextPage && (
        <Button mt="md" variant="default" loading={flows.isFetchingNextPage} onClick={() => void flows.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

function NoFlows({ q, onCreate }: { readonly q: string; readonly onCreate: () => void }) {
  if (q !== "")
    return (
      <Empty icon={<Search size={24} />} title={`No flow has '${q}' in its id or name`}>
        Try fewer letters.
      </Empty>
    );
  return (
    <Empty
      icon={<Workflow size={24} />}
      title="No flows yet"
      action={
        <Allowed permission="flows.write">
          <Button onClick={onCreate}>Draw the first flow</Button>
        </Allowed>
      }
    >
      A flow is a set of steps joined by edges. Draw one, or import a flow.json, a flow.yaml or an exported zip.
    </Empty>
  );
}

function ImportButton() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const take = async (file: File | null) => {
    if (!file) return;
    const flow = await withProgress(`Importing ${file.name}…`, `${file.name} was imported.`, importFlow(file));
    if (!flow) return;
    await client.invalidateQueries({ queryKey: ["flows"] });
    await navigate({ to: "/flows/$flowId", params: { flowId: flow.id } });
  };
  return (
    <FileButton onChange={(file) => void take(file)} accept=".json,.yaml,.yml,.zip">
      {(props) => (
        <Allowed permission="flows.write">
          <Button {...props} variant="default" leftSection={<Upload size={16} aria-hidden />}>
            Import
          </Button>
        </Allowed>
      )}
    </FileButton>
  );
}
