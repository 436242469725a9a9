import { ActionIcon, Menu, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Building2, Check, CircleUser, Copy, LogOut } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { changeWorkspace, useAccess } from "../access/session";
import { meQuery, type Me } from "../api/me";
import { tell } from "../components/toasts";
import { mayWorkAnywhere, rolesIn, workspacesOf } from "../flow/access/permissions";

const WorkspaceDialog = lazy(async () => ({ default: (await import("../access/WorkspaceDialog")).WorkspaceDialog }));

/** Who is signed in, where they work, and the way out. */
export function UserMenu() {
  const { data: me } = useQuery(meQuery);
  const isLocal = useAccess((state) => state.setup?.mode === "local");
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Menu position="bottom-end" width={300}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={me ? `You: ${me.name}` : "You"}>
            <CircleUser size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {me && <Who me={me} isLocal={isLocal} />}
          {me && !isLocal && <Workspaces me={me} onOther={() => setAsking(true)} />}
          {!isLocal && <Out />}
        </Menu.Dropdown>
      </Menu>
      {isAsking && (
        <Suspense>
          <WorkspaceDialog onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  );
}

function Who({ me, isLocal }: { readonly me: Me; readonly isLocal: boolean }) {
  const roles = rolesIn(me, me.workspace);
  return (
    <>
      <Menu.Label>
        <Text size="sm" fw={600} c="var(--mantine-color-text)" style={{ overflowWrap: "anywhere" }}>
          {isLocal ? "You, at this machine" : me.name}
        </Text>
        {isLocal && <Text size="xs">Only this machine reaches the app, so nobody has to sign in.</Text>}
        <Text size="xs">
          {roles.length === 0 ? "No role" : roles.join(", ")} in {me.workspace}
        </Text>
      </Menu.Label>
      {!isLocal && (
        <Menu.Item
          leftSection={<Copy size={16} />}
          onClick={() =>
            void navigator.clipboard.writeText(me.id).then(() => tell("Your id was copied. An admin needs it to give you a role."))
          }
        >
          Copy my id
        </Menu.Item>
      )}
    </>
  );
}

function Workspaces({ me, onOther }: { readonly me: Me; readonly onOther: () => void }) {
  const workspaces = workspacesOf(me);
  const isFree = mayWorkAnywhere(me);
  if (workspaces.length < 2 && !isFree) return null;
  return (
    <>
      <Menu.Divider />
      <Menu.Label>Workspace</Menu.Label>
      {workspaces.map((workspace) => (
        <Menu.Item
          key={workspace}
          leftSection={workspace === me.workspace ? <Check size={16} /> : <Building2 size={16} />}
          aria-current={workspace === me.workspace || undefined}
          onClick={() => workspace !== me.workspace && changeWorkspace(workspace)}
        >
          {workspace}
        </Menu.Item>
      ))}
      {isFree && <Menu.Item onClick={onOther}>Another one…</Menu.Item>}
    </>
  );
}

function Out() {
  return (
    <>
      <Menu.Divider />
      <Menu.Item leftSection={<LogOut size={16} />} onClick={() => void import("../access/signIn").then(({ signOut }) => signOut())}>
        Sign out
      </Menu.Item>
    </>
  );
}
