import { ActionIcon, Button, Group, Tooltip } from "@mantine/core";
import { Allowed } from "../../components/Allowed";
import { Braces, Play, Plus, Upload } from "lucide-react";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { asText, member } from "../../flow/json";
import type { Autosave } from "./autosave";
import { MoreMenu } from "./MoreMenu";
import { SaveStatus } from "./SaveStatus";
import { useBuilder, useBuilderStore } from "./store";
import { Arrange, ProblemsButton, UndoRedo } from "./ToolbarButtons";
import { useToolbarCommands, type Dialog, type SidePanel } from "./useToolbarCommands";
import classes from "./Builder.module.css";

// Loaded when somebody opens them: drawing does not wait for them.
const PublishDialog = lazy(async () => ({ default: (await import("./dialogs/PublishDialog")).PublishDialog }));
const RunDialog = lazy(async () => ({ default: (await import("./dialogs/RunDialog")).RunDialog }));
const VersionsDialog = lazy(async () => ({ default: (await import("./dialogs/VersionsDialog")).VersionsDialog }));

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
  const store = useBuilderStore();
  const runFrom = useBuilder((state) => state.runFrom);
  const close = () => {
    setDialog(undefined);
    store.setState({ runFrom: undefined });
  };
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
        <MoreMenu flowId={flowId} isSmall={isSmall} onVersions={() => setDialog("versions")} />
        <MainAction
          label="Run"
          permission="runs.start"
          icon={<Play size={16} aria-hidden />}
          variant="default"
          isSmall={isSmall}
          onClick={() => setDialog("run")}
        />
        <MainAction
          label="Publish"
          permission="flows.write"
          icon={<Upload size={16} aria-hidden />}
          variant="filled"
          isSmall={isSmall}
          onClick={() => setDialog("publish")}
        />
      </Group>
      <Suspense>
        {(dialog === "run" || runFrom !== undefined) && <RunDialog onClose={close} autosave={autosave} />}
        {dialog === "publish" && <PublishDialog onClose={close} autosave={autosave} />}
        {dialog === "versions" && <VersionsDialog onClose={close} autosave={autosave} />}
      </Suspense>
    </div>
  );
}

interface MainActionProps {
  readonly label: string;
  readonly permission: string;
  readonly icon: ReactNode;
  readonly variant: "default" | "filled";
  readonly isSmall: boolean;
  readonly onClick: () => void;
}

function MainAction({ label, permission, icon, variant, isSmall, onClick }: MainActionProps) {
  const flow = useBuilder((state) => state.flowId);
  return (
    <Allowed permission={permission} flow={flow}>
      {isSmall ? (
        <ActionIcon variant={variant} size="lg" onClick={onClick} aria-label={label}>
          {icon}
        </ActionIcon>
      ) : (
        <Button variant={variant} px="sm" leftSection={icon} onClick={onClick}>
          {label}
        </Button>
      )}
    </Allowed>
  );
}
