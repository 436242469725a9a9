import { Button, Code, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { historyQuery } from "../../api/runQueries";
import { Failure, Loading } from "../../components/States";
import type { LiveRun } from "../../flow/runs/liveRun";
import { eventWords } from "../../flow/runs/eventWords";
import { without } from "../../flow/tree";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });

/** The events of the run, as the machine saw them. */
export function HistoryList({ live }: { readonly live: LiveRun }) {
  const history = useInfiniteQuery(historyQuery(live.run.id, live.ended));
  if (history.isPending) return <Loading what="the history" />;
  if (history.isError && !history.data) return <Failure error={history.error} onRetry={() => void history.refetch()} />;
  const events = history.data.pages.flatMap((page) => page.items);
  return (
    <>
      <ol style={{ margin: 0, padding: "6px 12px 6px 40px", fontSize: 13 }}>
        {events.map((event, i) => (
          <li key={`${event.at} ${i}`}>
            <details>
              <summary style={{ cursor: "pointer" }}>
                {eventWords(event.event, event.outcome)}{" "}
                <Text span size="xs" c="dimmed">
                  {clock.format(new Date(event.at))}
                </Text>
              </summary>
              <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                {JSON.stringify(without(event, ["event", "at"]), null, 2)}
              </Code>
            </details>
          </li>
        ))}
      </ol>
      {history.hasNextPage && (
        <Button m="sm" size="xs" variant="default" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}
