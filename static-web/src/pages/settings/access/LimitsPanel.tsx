import { Button, Group, Progress, Table, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { limitsQuery, resetLimit, type Limit } from "../../../api/access";
import { Ago } from "../../../components/Ago";
import { Failure, Loading } from "../../../components/States";
import { withProgress } from "../../../components/toasts";
import { amountText, shareOf } from "../../../flow/access/limits";
import { LimitDialog } from "./LimitDialog";

const nearlyFull = 0.9;

/** What the workspace may use, and uses. */
export function LimitsPanel() {
  const limits = useQuery(limitsQuery);
  if (limits.isPending) return <Loading what="the limits" />;
  if (limits.isError && !limits.data) return <Failure error={limits.error} onRetry={() => void limits.refetch()} />;
  return (
    <Table verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Limit</Table.Th>
          <Table.Th visibleFrom="sm">Used</Table.Th>
          <Table.Th>At most</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {limits.data.map((limit) => (
          <Row key={limit.name} limit={limit} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ limit }: { readonly limit: Limit }) {
  const client = useQueryClient();
  const [isSetting, setSetting] = useState(false);
  const isOwn = limit.setBy !== undefined;
  const reset = async () => {
    await withProgress("Going back to the default…", `${limit.title}: the default holds again.`, resetLimit(limit));
    await client.invalidateQueries({ queryKey: ["access", "limits"] });
  };
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {limit.title}
        </Text>
        <Text size="xs">{limit.summary}</Text>
        <Text size="xs" c="dimmed" ff="monospace">
          {limit.name}
        </Text>
        <Text size="xs" hiddenFrom="sm" component="div" mt={4}>
          <Used limit={limit} />
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm" w={180}>
        <Used limit={limit} />
      </Table.Td>
      <Table.Td>
        <Text size="sm" miw={80}>
          {amountText(limit.value, limit.unit)}
        </Text>
        <Text size="xs" c="dimmed" component="div">
          {isOwn ? <SetBy limit={limit} /> : "The default"}
        </Text>
        <Group gap="xs" mt={6}>
          <Button size="xs" variant="default" onClick={() => setSetting(true)} aria-label={`Set ${limit.title}`}>
            Set…
          </Button>
          {isOwn && (
            <Button size="xs" variant="subtle" onClick={() => void reset()} aria-label={`Default of ${limit.title}`}>
              Default
            </Button>
          )}
        </Group>
        {isSetting && <LimitDialog limit={limit} onClose={() => setSetting(false)} />}
      </Table.Td>
    </Table.Tr>
  );
}

function SetBy({ limit }: { readonly limit: Limit }) {
  return (
    <span style={{ overflowWrap: "anywhere" }}>
      Set by {limit.setBy}
      {limit.setAt !== undefined && (
        <>
          {" "}
          <Ago time={limit.setAt} />
        </>
      )}
      ; the default is {amountText(limit.default, limit.unit)}
    </span>
  );
}

function Used({ limit }: { readonly limit: Limit }) {
  const share = shareOf(limit.used, limit.value);
  if (limit.used === undefined) return "Not counted here";
  return (
    <>
      {amountText(limit.used, limit.unit)}
      {share !== undefined && (
        <Progress value={share * 100} color={share >= nearlyFull ? "red" : "blue"} size="sm" mt={4} aria-label={`${limit.title}: used`} />
      )}
    </>
  );
}
