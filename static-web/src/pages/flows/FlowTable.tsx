import { ActionIcon, Badge, Group, Menu, Stack, Table, Text } from "@mantine/core";
import { AllowedItem } from "../../components/Allowed";
import { useQueryClient } from "@tanstack/react-query";
import { Download, Ellipsis, ListVideo, Trash2 } from "lucide-react";
import { useState } from "react";
import { exportFlow, type Flow } from "../../api/flows";
import { Ago } from "../../components/Ago";
import { AnchorLink, MenuLink } from "../../components/links";
import { MenuTable } from "../../components/MenuTable";
import { saveFile } from "../../components/saveFile";
import { withProgress } from "../../components/toasts";
import { DeleteFlow } from "./DeleteFlow";

const columns = [{ title: "Flow" }, { title: "Version", isWide: true }, { title: "Changed", isWide: true }];

export function FlowTable({ flows }: { readonly flows: readonly Flow[] }) {
  const [deleting, setDeleting] = useState<Flow>();
  const client = useQueryClient();
  return (
    <>
      <Table.ScrollContainer minWidth={320}>
        <MenuTable columns={columns} layout="auto">
          {flows.map((flow) => (
            <FlowRow key={flow.id} flow={flow} onDelete={() => setDeleting(flow)} />
          ))}
        </MenuTable>
      </Table.ScrollContainer>
      <DeleteFlow
        flow={deleting}
        onClose={() => setDeleting(undefined)}
        onDeleted={() => void client.invalidateQueries({ queryKey: ["flows"] })}
      />
    </>
  );
}

function FlowRow({ flow, onDelete }: { readonly flow: Flow; readonly onDelete: () => void }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Stack gap={2}>
          <Group gap="xs">
            <AnchorLink to="/flows/$flowId" params={{ flowId: flow.id }} fw={600} style={{ overflowWrap: "anywhere" }}>
              {flow.name ?? flow.id}
            </AnchorLink>
            <Text size="xs" c="dimmed" ff="monospace">
              {flow.id}
            </Text>
          </Group>
          {flow.description && (
            <Text size="sm" c="dimmed" lineClamp={2}>
              {flow.description}
            </Text>
          )}
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Published flow={flow} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Text size="sm">
          <Ago time={flow.updatedAt} />
        </Text>
      </Table.Td>
      <Table.Td>
        <FlowMenu flow={flow} onDelete={onDelete} />
      </Table.Td>
    </Table.Tr>
  );
}

function Published({ flow }: { readonly flow: Flow }) {
  if (flow.published == null)
    return (
      <Badge variant="default" tt="none">
        Not published
      </Badge>
    );
  return (
    <Badge variant="light" color={flow.published === flow.version ? "green" : "yellow"} tt="none" autoContrast>
      {flow.published === flow.version ? `v${flow.published}` : `v${flow.published}, newest v${flow.version}`}
    </Badge>
  );
}

function FlowMenu({ flow, onDelete }: { readonly flow: Flow; readonly onDelete: () => void }) {
  const save = async () => {
    const blob = await withProgress(`Exporting ${flow.id}…`, `${flow.id} was exported.`, exportFlow(flow.id));
    if (blob) saveFile(blob, `${flow.id}.zip`);
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`More for ${flow.name ?? flow.id}`}>
          <Ellipsis size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <MenuLink to="/runs" search={{ flow: flow.id }} leftSection={<ListVideo size={16} />}>
          Runs
        </MenuLink>
        <Menu.Item leftSection={<Download size={16} />} onClick={() => void save()}>
          Export
        </Menu.Item>
        <AllowedItem permission="flows.write" flow={flow.id} color="red" leftSection={<Trash2 size={16} />} onClick={onDelete}>
          Delete…
        </AllowedItem>
      </Menu.Dropdown>
    </Menu>
  );
}
