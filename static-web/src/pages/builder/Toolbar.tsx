import { ActionIcon, Badge, Button, Group, Menu, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useReactFlow } from "@xyflow/react";
import {
  Braces,
  CircleAlert,
  CircleCheck,
  Download,
  Ellipsis,
  History as HistoryIcon,
  LayoutDashboard,
  ListVideo,
  Play,
  Plus,
  Redo2,
  Undo2,
  Upload,
} from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { exportFlow, flowQuery } from "../../api/flows";
import { offerCommands } from "../../app/commands";
import { MenuLink } from "../../components/links";
import { saveFile } from "../../components/saveFile";
import { withProgress } from "../../components/toasts";
import { asText, member } from "../../flow/json";
import { arrangeAll, groupSelected } from "./actions";
import type { Autosave } from "./autosave";
import { PublishDialog } from "./dialogs/PublishDialog";
import { RunDialog } from "./dialogs/RunDialog";
import { VersionsDialog } from "./dialogs/VersionsDialog";
import { SaveStatus } from "./SaveStatus";
import { redoEdit, undoEdit, useBuilder, useBuilderStore } from "./store";
import classes from "./Builder.module.css";

export type SidePanel = "problems" | "text";
type Dialog = "publish" | "run" | "versions";

interface ToolbarProps {
  readonly autosave: Autosave;
  readonly panel: SidePanel | undefined;
  readonly onPanel: (panel: SidePanel) => void;
  readonly onAdd: () => void;
  readonly isSmall: boolean;
}

export function Toolbar({ autosave, panel, onPanel, onAdd, isSmall }: ToolbarProps) {
  const [dialog, setDialog] = useState<Dialog>();
  const flowId = useBuilder((state) => state.flowId);
  const name = useBuilder((state) => asText(member(state.document, "name")));
  const close = () => setDialog(undefined);
  useToolbarCommands(setDialog, onPanel, onAdd);
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="Builder">
      <h1 className={classes.title}>{name ?? flowId}</h1>
      <SaveStatus />
      <Group gap={4} ml="auto" wrap="nowrap">
        {isSmall && (
          <ActionIcon variant="default" size="lg" onClick={onAdd} aria-label="Add a step">
            <Plus size={18} />
          </ActionIcon>
        )}
        <UndoRedo />
        <Arrange />
        <ProblemsButton isOpen={panel === "problems"} onClick={() => onPanel("problems")} />
        <Tooltip label="The flow as text">
          <ActionIcon
            variant={panel === "text" ? "filled" : "default"}
            size="lg"
            onClick={() => onPanel("text")}
            aria-label="Text"
            aria-pressed={panel === "text"}
          >
            <Braces size={18} />
          </ActionIcon>
        </Tooltip>
        <MoreMenu flowId={flowId} onVersions={() => setDialog("versions")} />
        <MainAction
          label="Run"
          icon={<Play size={16} aria-hidden />}
          variant="default"
          isSmall={isSmall}
          onClick={() => setDialog("run")}
        />
        <MainAction
          label="Publish"
          icon={<Upload size={16} aria-hidden />}
          variant="filled"
          isSmall={isSmall}
          onClick={() => setDialog("publish")}
        />
      </Group>
      <RunDialog opened={dialog === "run"} onClose={close} autosave={autosave} />
      <PublishDialog opened={dialog === "publish"} onClose={close} autosave={autosave} />
      <VersionsDialog opened={dialog === "versions"} onClose={close} autosave={autosave} />
    </div>
  );
}

interface MainActionProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly variant: "default" | "filled";
  readonly isSmall: boolean;
  readonly onClick: () => void;
}

function MainAction({ label, icon, variant, isSmall, onClick }: MainActionProps) {
  if (isSmall)
    return (
      <ActionIcon variant={variant} size="lg" onClick={onClick} aria-label={label}>
        {icon}
      </ActionIcon>
    );
  return (
    <Button variant={variant} px="sm" leftSection={icon} onClick={onClick}>
      {label}
    </Button>
  );
}

function useToolbarCommands(setDialog: (dialog: Dialog) => void, onPanel: (panel: SidePanel) => void, onAdd: () => void): void {
  const store = useBuilderStore();
  useEffect(() => {
    const group = "Builder";
    return offerCommands("builder", [
      { id: "add-step", label: "Add a step", group, keys: "/", run: () => setTimeout(onAdd) },
      { id: "run", label: "Run the flow", group, keys: "Ctrl Enter", run: () => setDialog("run") },
      { id: "publish", label: "Publish", group, run: () => setDialog("publish") },
      { id: "versions", label: "Versions", group, run: () => setDialog("versions") },
      { id: "problems", label: "Problems", group, run: () => onPanel("problems") },
      { id: "text", label: "The flow as text", group, run: () => onPanel("text") },
      { id: "arrange", label: "Arrange all steps", group, keys: "L", run: () => void arrangeAll(store) },
      { id: "group", label: "Frame the selected steps", group, keys: "Ctrl G", run: () => groupSelected(store) },
    ]);
  }, [store, setDialog, onPanel, onAdd]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) setDialog("run");
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [setDialog]);
}

function UndoRedo() {
  const store = useBuilderStore();
  const past = useBuilder((state) => state.history.past.at(-1)?.label);
  const future = useBuilder((state) => state.history.future.at(-1)?.label);
  return (
    <ActionIcon.Group>
      <Tooltip label={past === undefined ? "Nothing to undo" : `Undo: ${past}`}>
        <ActionIcon variant="default" size="lg" disabled={past === undefined} onClick={() => undoEdit(store)} aria-label="Undo">
          <Undo2 size={18} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={future === undefined ? "Nothing to redo" : `Redo: ${future}`}>
        <ActionIcon variant="default" size="lg" disabled={future === undefined} onClick={() => redoEdit(store)} aria-label="Redo">
          <Redo2 size={18} />
        </ActionIcon>
      </Tooltip>
    </ActionIcon.Group>
  );
}

function Arrange() {
  const store = useBuilderStore();
  const { fitView } = useReactFlow();
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    await arrangeAll(store);
    setBusy(false);
    await fitView({ duration: 200, maxZoom: 1 });
  };
  return (
    <Tooltip label="Arrange all steps (L)">
      <ActionIcon variant="default" size="lg" visibleFrom="sm" loading={isBusy} onClick={() => void run()} aria-label="Arrange all steps">
        <LayoutDashboard size={18} />
      </ActionIcon>
    </Tooltip>
  );
}

function ProblemsButton({ isOpen, onClick }: { readonly isOpen: boolean; readonly onClick: () => void }) {
  const count = useBuilder((state) => state.problems.length);
  const label = count === 0 ? "No problems" : count === 1 ? "1 problem" : `${count} problems`;
  return (
    <Tooltip label={label}>
      <Button
        variant={isOpen ? "filled" : "default"}
        px="xs"
        onClick={onClick}
        aria-pressed={isOpen}
        leftSection={
          count === 0 ? (
            <CircleCheck size={18} color={isOpen ? "currentColor" : "var(--phase-succeeded)"} />
          ) : (
            <CircleAlert size={18} color={isOpen ? "currentColor" : "var(--phase-failed)"} />
          )
        }
      >
        {count}
        <VisuallyHidden>{count === 1 ? "problem" : "problems"}</VisuallyHidden>
      </Button>
    </Tooltip>
  );
}

function MoreMenu({ flowId, onVersions }: { readonly flowId: string; readonly onVersions: () => void }) {
  const flow = useQuery(flowQuery(flowId));
  const save = async () => {
    const blob = await withProgress(`Exporting ${flowId}…`, `${flowId} was exported.`, exportFlow(flowId));
    if (blob) saveFile(blob, `${flowId}.zip`);
  };
  return (
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
        <Menu.Item leftSection={<HistoryIcon size={16} />} onClick={onVersions}>
          Versions
        </Menu.Item>
        <MenuLink to="/runs" search={{ flow: flowId }} leftSection={<ListVideo size={16} />}>
          Runs
        </MenuLink>
        <Menu.Item leftSection={<Download size={16} />} onClick={() => void save()}>
          Export
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
