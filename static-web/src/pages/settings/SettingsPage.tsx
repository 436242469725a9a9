import { Stack, Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Page } from "../../components/Page";
import { AboutPanel } from "./AboutPanel";
import { AppearancePanel } from "./AppearancePanel";
import { AuditPanel } from "./access/AuditPanel";
import { ForAdmins } from "./access/ForAdmins";
import { KeysPanel } from "./access/KeysPanel";
import { LimitsPanel } from "./access/LimitsPanel";
import { MembersPanel } from "./access/MembersPanel";
import { BrowserPanel } from "./BrowserPanel";
import { ShortcutsPanel } from "./ShortcutsPanel";

const tabs = ["general", "members", "keys", "limits", "audit"];

/** About this installation and this browser; for admins also who may do what. */
export default function SettingsPage() {
  const { tab } = useSearch({ from: "/settings" });
  const navigate = useNavigate({ from: "/settings" });
  const show = (next: string | null) => void navigate({ search: next === null || next === "general" ? {} : { tab: next }, replace: true });
  return (
    <Page title="Settings">
      <Tabs value={tab !== undefined && tabs.includes(tab) ? tab : "general"} onChange={show} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="general">General</Tabs.Tab>
          <Tabs.Tab value="members">Members</Tabs.Tab>
          <Tabs.Tab value="keys">API keys</Tabs.Tab>
          <Tabs.Tab value="limits">Limits</Tabs.Tab>
          <Tabs.Tab value="audit">Audit log</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="general">
          <Stack gap="lg">
            <AboutPanel />
            <AppearancePanel />
            <BrowserPanel />
            <ShortcutsPanel />
          </Stack>
        </Tabs.Panel>
        <Guarded tab="members" permission="access.manage" what="Members">
          <MembersPanel />
        </Guarded>
        <Guarded tab="keys" permission="access.manage" what="API keys">
          <KeysPanel />
        </Guarded>
        <Guarded tab="limits" permission="limits.manage" what="Limits">
          <LimitsPanel />
        </Guarded>
        <Guarded tab="audit" permission="audit.read" what="The audit log">
          <AuditPanel />
        </Guarded>
      </Tabs>
    </Page>
  );
}

interface GuardedProps {
  readonly tab: string;
  readonly permission: string;
  readonly what: string;
  readonly children: ReactNode;
}

function Guarded({ tab, permission, what, children }: GuardedProps) {
  return (
    <Tabs.Panel value={tab}>
      <ForAdmins permission={permission} what={what}>
        {children}
      </ForAdmins>
    </Tabs.Panel>
  );
}
