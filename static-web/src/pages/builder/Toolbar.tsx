import { ActionIcon, Button, Group, Tooltip } from "@mantine/core";
import { Braces, Play, Plus, Upload } from "lucide-react";
import { useState, type ReactNode } from "react";
import { asText, member } from "../../flow/json";
import type { Autosave } from "./autosave";
import { PublishDialog } from "./dialogs/PublishDialog";
import { RunDialog } from "./dialogs/RunDialog";
import { VersionsDialog } from "./dialogs/VersionsDialog";
import { MoreMenu } from "./MoreMenu";
import { SaveStatus } from "./SaveStatus";
import { useBuilder, useBuilderStore } from "./store";
import { Arrange, ProblemsButton, UndoRedo } from "./ToolbarButtons";
import { useToolbarCommands, type Dialog, type SidePanel } from "./useToolbarCommands";
import classes from "./Builder.module.css";

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
      <RunDialog opened={dialog === "run" || runFrom !== undefined} onClose={close} autosave={autosave} />
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
