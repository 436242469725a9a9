import { ActionIcon, Menu } from "@mantine/core";
import { AllowedItem } from "../../components/Allowed";
import { Ellipsis, ListVideo, Pause, Play, Workflow, Zap } from "lucide-react";
import { useState, type ReactNode } from "react";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { MenuLink } from "../../components/links";
import { useTriggerActions } from "./useTriggerActions";

interface TriggerMenuProps {
  readonly trigger: { readonly id: string; readonly flowId: string; readonly paused: boolean };
  readonly onFire: () => void;
  /** What only triggers of this type have. */
  readonly children?: ReactNode;
}

/** What can be done to a trigger. */
export function TriggerMenu({ trigger, onFire, children }: TriggerMenuProps) {
  const actions = useTriggerActions(trigger.id);
  const [isPausing, setPausing] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`More for ${trigger.id}`}>
            <Ellipsis size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {children}
          <AllowedItem permission="runs.start" flow={trigger.flowId} leftSection={<Zap size={16} />} onClick={onFire}>
            Fire now
          </AllowedItem>
          {trigger.paused ? (
            <AllowedItem
              permission="triggers.switch"
              flow={trigger.flowId}
              leftSection={<Play size={16} />}
              onClick={() => void actions.resume()}
            >
              Resume
            </AllowedItem>
          ) : (
            <AllowedItem
              permission="triggers.switch"
              flow={trigger.flowId}
              leftSection={<Pause size={16} />}
              onClick={() => setPausing(true)}
            >
              Pause…
            </AllowedItem>
          )}
          <Menu.Divider />
          <MenuLink to="/flows/$flowId" params={{ flowId: trigger.flowId }} leftSection={<Workflow size={16} />}>
            Flow
          </MenuLink>
          <MenuLink to="/runs" search={{ flow: trigger.flowId }} leftSection={<ListVideo size={16} />}>
            Runs
          </MenuLink>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={isPausing}
        title={`Pause ${trigger.id}?`}
        action="Pause it"
        onClose={() => setPausing(false)}
        onConfirm={(reason) => void actions.pause(reason)}
      >
        It starts no runs until somebody resumes it. Runs that have begun go on.
      </ConfirmDialog>
    </>
  );
}
