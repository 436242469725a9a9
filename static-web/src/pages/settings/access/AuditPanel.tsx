import { Button, Group, Stack, Table, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Download, ScrollText, Search } from "lucide-react";
import { useState } from "react";
import { auditQuery, exportAudit, type AuditFilter } from "../../../api/access";
import { saveFile } from "../../../components/saveFile";
import { Empty, Failure, Loading } from "../../../components/States";
import { withProgress } from "../../../components/toasts";
import { filterOf, noFilter, type AuditWords } from "../../../flow/access/audit";
import { AuditRow } from "./AuditRow";

/** Who did what, when and from where; newest first. */
export function AuditPanel() {
  const [words, setWords] = useState(noFilter);
  const [asked] = useDebouncedValue(words, 400);
  const filter = filterOf(asked);
  return (
    <Stack>
      <Filters value={words} onChange={setWords} filter={filter} />
      <Entries filter={filter} />
    </Stack>
  );
}

interface FiltersProps {
  readonly value: AuditWords;
  readonly onChange: (value: AuditWords) => void;
  readonly filter: AuditFilter;
}

const texts = [
  { name: "caller", label: "Who", placeholder: "main:8f2c…" },
  { name: "action", label: "What", placeholder: "flow.*" },
  { name: "target", label: "Of what", placeholder: "order-intake" },
] as const;

const times = [
  { name: "from", label: "From" },
  { name: "to", label: "Before" },
] as const;

function Filters({ value, onChange, filter }: FiltersProps) {
  const save = async () => {
    const lines = await withProgress("Exporting the audit log…", "The audit log was exported.", exportAudit(filter));
    if (lines) saveFile(lines, "audit.ndjson");
  };
  return (
    <Group align="flex-end" gap="sm">
      {texts.map(({ name, label, placeholder }) => (
        <TextInput
          key={name}
          label={label}
          placeholder={placeholder}
          w={{ base: "100%", xs: 160 }}
          value={value[name]}
          onChange={(event) => onChange({ ...value, [name]: event.currentTarget.value })}
        />
      ))}
      {times.map(({ name, label }) => (
        <TextInput
          key={name}
          type="datetime-local"
          label={label}
          w={{ base: "100%", xs: 200 }}
          value={value[name]}
          onChange={(event) => onChange({ ...value, [name]: event.currentTarget.value })}
        />
      ))}
      <Button variant="default" leftSection={<Download size={16} aria-hidden />} onClick={() => void save()}>
        Export
      </Button>
    </Group>
  );
}

function Entries({ filter }: { readonly filter: AuditFilter }) {
  const log = useInfiniteQuery(auditQuery(filter));
  if (log.isPending) return <Loading what="the audit log" />;
  if (log.isError && !log.data) return <Failure error={log.error} onRetry={() => void log.refetch()} />;
  const entries = log.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) return <Nothing isFiltered={Object.keys(filter).length > 0} />;
  return (
    <>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>What</Table.Th>
            <Table.Th visibleFrom="sm">Who</Table.Th>
            <Table.Th visibleFrom="sm">When</Table.Th>
            <Table.Th>Outcome</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </Table.Tbody>
      </Table>
      {log.hasNextPage && (
        <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()} style={{ alignSelf: "start" }}>
          Show more
        </Button>
      )}
    </>
  );
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered)
    return (
      <Empty icon={<Search size={24} />} title="Nothing fits">
        Take a filter away, or write * at the end of a text for what begins so.
      </Empty>
    );
  return (
    <Empty icon={<ScrollText size={24} />} title="Nothing has been done yet">
      Whatever changes something, and whatever is refused, is written down here: by whom, when and from where.
    </Empty>
  );
}
