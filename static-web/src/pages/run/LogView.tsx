import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { logsQuery } from "../../api/runQueries";
import type { LogLine } from "../../api/runs";
import { Failure, Loading } from "../../components/States";
import type { LiveRun } from "../../flow/runs/liveRun";
import { LogLines } from "../../scripts/LogLines";

/** The log: what was stored, and what comes in while one looks. */
export function LogView({ live }: { readonly live: LiveRun }) {
  // Read again at the end: the history's own lines are in the stored log only.
  const stored = useInfiniteQuery(logsQuery(live.run.id, live.ended));
  const lines = useMemo(() => {
    const read = stored.data?.pages.flatMap((page) => page.items) ?? [];
    // Lines that come meanwhile stand behind the last page.
    return joined(read, live.ended || stored.hasNextPage ? [] : live.lines);
  }, [stored.data, stored.hasNextPage, live.ended, live.lines]);
  if (stored.isError && !stored.data) return <Failure error={stored.error} onRetry={() => void stored.refetch()} />;
  if (!stored.data) return <Loading what="the log" />;
  const more = stored.hasNextPage && (
    <Button m="sm" size="xs" variant="default" loading={stored.isFetchingNextPage} onClick={() => void stored.fetchNextPage()}>
      Show more
    </Button>
  );
  return <LogLines lines={lines} isLive={!live.ended} end={more} />;
}

/** Lines that came meanwhile after those that were read; a line that was read already is not shown twice. */
function joined(stored: readonly LogLine[], live: readonly LogLine[]): readonly LogLine[] {
  const known = new Set(stored.map(keyOf));
  return [...stored, ...live.filter((line) => !known.has(keyOf(line)))];
}

function keyOf(line: LogLine): string {
  return `${line.at} ${line.step ?? ""} ${line.message}`;
}
