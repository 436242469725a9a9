import { Button, Code, CopyButton, Group, ScrollArea, Text, Title, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { readPayload } from "../../api/runQueries";
import { messageOf } from "../../api/problem";
import { asText, member, type Json } from "../../flow/json";

interface DataViewProps {
  readonly title: string;
  readonly value: Json;
  readonly isClosed?: boolean;
}

const maxShown = 100_000;

/** A value of a run. A large one is kept apart and read when it is asked for. */
export function DataView({ title, value, isClosed = false }: DataViewProps) {
  const [isOpen, setOpen] = useState(!isClosed);
  const Icon = isOpen ? ChevronDown : ChevronRight;
  const href = asText(member(member(value, "$payload"), "href"));
  return (
    <section aria-label={title}>
      <Group justify="space-between" mb={4}>
        <UnstyledButton onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
          <Group gap={4}>
            <Icon size={14} aria-hidden />
            <Title order={2} size="h6">
              {title}
            </Title>
          </Group>
        </UnstyledButton>
        {isOpen && href === undefined && <Copy text={JSON.stringify(value, null, 2)} />}
      </Group>
      {isOpen &&
        (href === undefined ? <JsonText value={value} /> : <Large href={href} length={member(member(value, "$payload"), "length")} />)}
    </section>
  );
}

function JsonText({ value }: { readonly value: Json }) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return (
    <ScrollArea.Autosize mah={320} type="auto">
      <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {text.length > maxShown ? `${text.slice(0, maxShown)}\n… and ${text.length - maxShown} characters more` : text}
      </Code>
    </ScrollArea.Autosize>
  );
}

function Large({ href, length }: { readonly href: string; readonly length: Json | undefined }) {
  const [isAsked, setAsked] = useState(false);
  const value = useQuery({ queryKey: ["payload", href], queryFn: () => readPayload(href), enabled: isAsked, staleTime: Infinity });
  if (value.data !== undefined) return <JsonText value={value.data} />;
  return (
    <Group gap="xs">
      <Button size="xs" variant="default" loading={value.isFetching} onClick={() => setAsked(true)}>
        Show {typeof length === "number" ? `${Math.round(length / 1024)} KB` : "it"}
      </Button>
      {value.isError && (
        <Text size="sm" c="red">
          {messageOf(value.error)}
        </Text>
      )}
    </Group>
  );
}

function Copy({ text }: { readonly text: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={copy}>
          {copied ? "Copied" : "Copy"}
        </Button>
      )}
    </CopyButton>
  );
}
