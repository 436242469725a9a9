import { Group, Select, Switch, Text, TextInput } from "@mantine/core";
import { Search } from "lucide-react";
import { useLayoutEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { fitsLine, levels, type PrintedLine } from "../flow/scripts/lines";
import classes from "./Scripts.module.css";

interface LogLinesProps {
  readonly lines: readonly PrintedLine[];
  /** Whether more lines come, which are followed then. */
  readonly isLive: boolean;
  /** Beside the search. */
  readonly children?: ReactNode;
  /** Behind the last line. */
  readonly end?: ReactNode;
}

const atEnd = 24;

/** Lines of a log with their time and level: can be searched, and follows what comes in until one scrolls up. */
export function LogLines({ lines, isLive, children, end }: LogLinesProps) {
  const [search, setSearch] = useState("");
  const [least, setLeast] = useState("debug");
  const [follows, setFollows] = useState(isLive);
  const list = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => lines.filter((line) => fitsLine(line, search, least)), [lines, search, least]);
  const hasSteps = lines.some((line) => line.step !== undefined);
  useLayoutEffect(() => {
    if (follows && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [follows, shown]);
  return (
    <div className={classes.log}>
      <Group px="sm" py={6} gap="xs">
        <TextInput
          size="xs"
          leftSection={<Search size={14} aria-hidden />}
          placeholder="Find in the log"
          aria-label="Find in the log"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Select
          size="xs"
          w={110}
          aria-label="Least level"
          data={levels}
          value={least}
          allowDeselect={false}
          onChange={(value) => setLeast(value ?? "debug")}
        />
        <Switch size="xs" label="Follow" checked={follows} onChange={(event) => setFollows(event.currentTarget.checked)} />
        <Text size="xs" c="dimmed" role="status">
          {shown.length === lines.length ? count(lines.length) : `${shown.length} of ${count(lines.length)}`}
        </Text>
        {children}
      </Group>
      <div
        ref={list}
        className={classes.lines}
        role="log"
        aria-label="Log"
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: box }) => {
          if (isLive) setFollows(box.scrollHeight - box.scrollTop - box.clientHeight < atEnd);
        }}
      >
        {shown.map((line, i) => (
          <div key={`${line.at} ${i}`} className={classes.line} data-level={line.level} data-steps={hasSteps || undefined}>
            <span className={classes.quiet}>{new Date(line.at).toISOString().slice(11, 23)}</span>
            <span className={classes.level}>{line.level}</span>
            {hasSteps && <span className={classes.quiet}>{line.step ?? ""}</span>}
            <span className={classes.message}>{line.message}</span>
          </div>
        ))}
        {end}
      </div>
    </div>
  );
}

function count(lines: number): string {
  return lines === 1 ? "1 line" : `${lines} lines`;
}
