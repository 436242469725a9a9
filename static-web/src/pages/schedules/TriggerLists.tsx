import { Button } from "@mantine/core";
import { useInfiniteQuery, type UseInfiniteQueryResult, type InfiniteData } from "@tanstack/react-query";
import { CalendarClock, Inbox, Webhook } from "lucide-react";
import type { ReactNode } from "react";
import { schedulesQuery, triggersQuery } from "../../api/triggers";
import { ButtonLink } from "../../components/links";
import { Empty, Failure, Loading } from "../../components/States";
import { ScheduleTable } from "./ScheduleTable";
import { TriggerTable } from "./TriggerTable";

const toFlows = <ButtonLink to="/flows">To the flows</ButtonLink>;

export function ScheduleList() {
  return (
    <Paged
      what="schedules"
      query={useInfiniteQuery(schedulesQuery)}
      show={(items) => <ScheduleTable schedules={items} />}
      empty={
        <Empty icon={<CalendarClock size={24} />} title="No schedules yet" action={toFlows}>
          Open a flow, add a schedule to its triggers, and publish.
        </Empty>
      }
    />
  );
}

export function WebhookList() {
  return (
    <Paged
      what="webhooks"
      query={useInfiniteQuery(triggersQuery("webhook"))}
      show={(items) => <TriggerTable triggers={items} />}
      empty={
        <Empty icon={<Webhook size={24} />} title="No webhooks yet" action={toFlows}>
          Open a flow, add a webhook under Triggers in its settings, and publish. Requests to its address then start runs.
        </Empty>
      }
    />
  );
}

export function QueueList() {
  return (
    <Paged
      what="queues"
      query={useInfiniteQuery(triggersQuery("queue"))}
      show={(items) => <TriggerTable triggers={items} />}
      empty={
        <Empty icon={<Inbox size={24} />} title="No queues yet" action={toFlows}>
          Open a flow, add a queue under Triggers in its settings, and publish. Each of its messages then starts a run.
        </Empty>
      }
    />
  );
}

interface PagedProps<T> {
  readonly what: string;
  readonly query: UseInfiniteQueryResult<InfiniteData<{ readonly items: readonly T[] }>>;
  readonly show: (items: readonly T[]) => ReactNode;
  readonly empty: ReactNode;
}

function Paged<T>({ what, query, show, empty }: PagedProps<T>) {
  if (query.isPending) return <Loading what={what} />;
  if (query.isError && !query.data) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return empty;
  return (
    <>
      {show(items)}
      {query.hasNextPage && (
        <Button mt="md" variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}
