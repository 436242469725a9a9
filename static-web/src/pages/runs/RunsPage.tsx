import { Button, Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ListVideo, Search } from "lucide-react";
import { useState } from "react";
import { runsQuery } from "../../api/runQueries";
import { Page } from "../../components/Page";
import { ButtonLink } from "../../components/links";
import { Empty, Failure, Loading } from "../../components/States";
import { RunTable } from "./RunTable";
import { useRunNews } from "./useRunNews";

const statuses = ["Queued", "Running", "Paused", "Succeeded", "Failed", "Cancelled", "TimedOut"];

/** All runs, newest first; the list follows what happens. */
export default function RunsPage() {
  const { flow, status } = useSearch({ from: "/runs" });
  useRunNews();
  return (
    <Page title="Runs">
      <Filters key={flow} />
      <RunList flow={flow} status={status} />
    </Page>
  );
}

function Filters() {
  const search = useSearch({ from: "/runs" });
  const navigate = useNavigate({ from: "/runs" });
  const [flow, setFlow] = useState(search.flow ?? "");
  const apply = useDebouncedCallback(
    (next: string) => void navigate({ search: (before) => ({ ...before, flow: next.trim() || undefined }), replace: true }),
    400,
  );
  return (
    <Group mb="md" gap="sm">
      <TextInput
        leftSection={<Search size={16} aria-hidden />}
        placeholder="Id of a flow"
        aria-label="Only runs of the flow with this id"
        value={flow}
        onChange={(event) => {
          setFlow(event.currentTarget.value);
          apply(event.currentTarget.value);
        }}
      />
      <Select
        placeholder="Any status"
        aria-label="Only runs with this status"
        data={statuses.map((value) => ({ value, label: value === "TimedOut" ? "Timed out" : value }))}
        value={search.status ?? null}
        clearable
        w={160}
        onChange={(value) => void navigate({ search: (before) => ({ ...before, status: value ?? undefined }), replace: true })}
      />
    </Group>
  );
}

interface RunListProps {
  readonly flow: string | undefined;
  readonly status: string | undefined;
}

function RunList({ flow, status }: RunListProps) {
  const runs = useInfiniteQuery(runsQuery({ flow, status }));
  if (runs.isPending) return <Loading what="runs" />;
  if (runs.isError && !runs.data) return <Failure error={runs.error} onRetry={() => void runs.refetch()} />;
  const items = runs.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <NoRuns isFiltered={flow !== undefined || status !== undefined} />;
  return (
    <>
      <RunTable runs={items} />
      {runs.hasNextPage && (
        <Button mt="md" variant="default" loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

function NoRuns({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered)
    return (
      <Empty icon={<Search size={24} />} title="No run fits">
        Take a filter away to see others.
      </Empty>
    );
  return (
    <Empty icon={<ListVideo size={24} />} title="Nothing has run yet" action={<ButtonLink to="/flows">To the flows</ButtonLink>}>
      Open a flow and press Run. Every run is kept with what each of its steps did.
    </Empty>
  );
}
