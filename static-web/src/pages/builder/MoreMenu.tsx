import { ActionIcon, Badge, Group, Menu, Text } from "@mantine/core";
import { AllowedItem } from "../../components/Allowed";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Download, Ellipsis, History as HistoryIcon, LayoutDashboard, ListVideo, Settings2, Trash2 } from "lucide-react";
import { useState } from "react";
import { dropDraft, exportFlow, flowQuery, type Flow } from "../../api/flows";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { MenuLink } from "../../components/links";
import { saveFile } from "../../components/saveFile";
import { withProgress } from "../../components/toasts";
import { asObject } from "../../flow/json";
import { arrangeAll } from "./actions";
import { replaceDocument, useBuilder, useBuilderStore, type BuilderStore } from "./store";

interface MoreMenuProps {
  readonly flowId: string;
  /** Then it also has what wide windows show elsewhere. */
  readonly isSmall: boolean;
  readonly onVersions: () => void;
}

/** What is seldom needed. */
export function MoreMenu({ flowId, isSmall, onVersions }: MoreMenuProps) {
  const flow = useQuery(flowQuery(flowId));
  const save = async () => {
    const blob = await withProgress(`Exporting ${flowId}…`, `${flowId} was exported.`, exportFlow(flowId));
    if (blob) saveFile(blob, `${flowId}.zip`);
  };
  const store = useBuilderStore();
  const client = useQueryClient();
  const hasDraft = useBuilder((state) => state.etag !== undefined);
  const [isAsking, setAsking] = useState(false);
  const drop = async () => {
    const isGone = await withProgress(
      "Dropping the draft…",
      "The draft is gone. Undo brings what it said back.",
      dropDraft(flowId).then(() => true),
    );
    if (isGone) startAnew(store, await client.query({ ...flowQuery(flowId), staleTime: 0 }));
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label="More">
            <Ellipsis size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <Group gap="xs">
              <Text size="xs">Newest version</Text>
              <Badge size="xs" variant="light" tt="none">
                v{flow.data?.version ?? "?"}
              </Badge>
            </Group>
          </Menu.Label>
          {isSmall && (
            <>
              <Menu.Item leftSection={<Settings2 size={16} />} onClick={() => store.setState({ selected: new Set(), isFlowShown: true })}>
                Flow and triggers
              </Menu.Item>
              <Menu.Item leftSection={<LayoutDashboard size={16} />} onClick={() => void arrangeAll(store)}>
                Arrange all steps
              </Menu.Item>
            </>
          )}
          <Menu.Item leftSection={<HistoryIcon size={16} />} onClick={onVersions}>
            Versions
          </Menu.Item>
          <MenuLink to="/runs" search={{ flow: flowId }} leftSection={<ListVideo size={16} />}>
            Runs
          </MenuLink>
          <Menu.Item leftSection={<Download size={16} />} onClick={() => void save()}>
            Export
          </Menu.Item>
          {hasDraft && (
            <AllowedItem
              permission="flows.write"
              flow={flowId}
              color="red"
              leftSection={<Trash2 size={16} />}
              onClick={() => setAsking(true)}
            >
              Drop the draft…
            </AllowedItem>
          )}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={isAsking}
        title="Drop the draft"
        action="Drop it"
        hasReason={false}
        onClose={() => setAsking(false)}
        onConfirm={() => void drop()}
      >
        What was changed since version {flow.data?.version ?? "1"} goes.
      </ConfirmDialog>
    </>
  );
}

/** Shows the newest version, as if there had been no draft. */
function startAnew(store: BuilderStore, flow: Flow): void {
  const document = asObject(flow.document);
  store.setState({ saved: document, etag: undefined, baseVersion: flow.version });
  replaceDocument(store, document, "Drop the draft");
}
