import { Button, Group, Select, Text, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useMemo, useState } from "react";
import { logsQuery } from "../../api/runQueries";
import type { LogLine } from "../../api/runs";
import { Failure, Loading } from "../../components/States";
import type { LiveRun } from "../../flow/runs/liveRun";
import classes from "./RunPage.module.css";

const levels = ["debug", "info", "warning", "error"];

/** The log: what was stored, and what comes in while one looks. */
export function LogView({ live }: { readonly live: LiveRun }) {
  const [text, setText] = useState("");
  const [level, setLevel] = useState("debug");
  // Read again at the end: the history's own lines are in the stored log only.
  const stored = useInfiniteQuery(logsQuery(live.run.id, live.ended));
  const lines = useMemo(() => {
    const read = stored.data?.pages.flatMap((page) => page.items) ?? [];
    // Lines that come meanwhile stand behind the last page.
    return joined(read, live.ended || stored.hasNextPage ? [] : live.lines);
  }, [stored.data, stored.hasNextPage, live.ended, live.lines]);
  const shown = useMemo(() => lines.filter((line) => fits(line, text, level)), [lines, text, level]);
  if (stored.isError && !stored.data) return <Failure error={stored.error} onRetry={() => void stored.refetch()} />;
  if (!stored.data) return <Loading what="the log" />;
  return (
    <>
      <Group px="sm" py={6} gap="xs">
        <TextInput
          size="xs"
          leftSection={<Search size={14} aria-hidden />}
          placeholder="Find in the log"
          aria-label="Find in the log"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Select
          size="xs"
          w={120}
          aria-label="Least level"
          data={levels}
          value={level}
          allowDeselect={false}
          onChange={(value) => setLevel(value ?? "debug")}
        />
        <Text size="xs" c="dimmed" role="status">
          {shown.length === lines.length ? `${lines.length} lines` : `${shown.length} of ${lines.length} lines`}
        </Text>
      </Group>
      {shown.map((line, i) => (
        <div key={`${line.at} ${i}`} className={classes.line} data-level={line.level}>
          <span>{new Date(line.at).toISOString().slice(11, 23)}</span>
          <span className={classes.label}>{line.step ?? ""}</span>
          <span className={classes.message}>{line.message}</span>
        </div>
      ))}
      {stored.hasNextPage && (
        <Button m="sm" size="xs" variant="default" loading={stored.isFetchingNextPage} onClick={() => void stored.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

/** Lines that came meanwhile after those that were read; a line that was read already is not shown twice. */
function joined(stored: readonly LogLine[], live: readonly LogLine[]): readonly LogLine[] {
  const known = new Set(stored.map(keyOf));
  return [...stored, ...live.filter((line) => !known.has(keyOf(line)))];
}

function keyOf(line: LogLine): string {
  return `${line.at} ${line.step ?? ""} ${line.message}`;
}

function fits(line: LogLine, text: string, level: string): boolean {
  return (
    levels.indexOf(line.level) >= levels.indexOf(level) && `${line.step ?? ""} ${line.message}`.toLowerCase().includes(text.toLowerCase())
  );
}
