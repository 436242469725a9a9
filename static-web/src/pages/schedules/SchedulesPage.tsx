import { Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Page } from "../../components/Page";
import { QueueList, ScheduleList, WebhookList } from "./TriggerLists";

const tabs = ["schedules", "webhooks", "queues"];

/** All that starts runs by itself. */
export default function SchedulesPage() {
  const { tab } = useSearch({ from: "/schedules" });
  const navigate = useNavigate({ from: "/schedules" });
  const show = (next: string | null) =>
    void navigate({ search: next === null || next === "schedules" ? {} : { tab: next }, replace: true });
  return (
    <Page title="Schedules">
      <Tabs value={tab !== undefined && tabs.includes(tab) ? tab : "schedules"} onChange={show} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="schedules">Schedules</Tabs.Tab>
          <Tabs.Tab value="webhooks">Webhooks</Tabs.Tab>
          <Tabs.Tab value="queues">Queues</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="schedules">
          <ScheduleList />
        </Tabs.Panel>
        <Tabs.Panel value="webhooks">
          <WebhookList />
        </Tabs.Panel>
        <Tabs.Panel value="queues">
          <QueueList />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
