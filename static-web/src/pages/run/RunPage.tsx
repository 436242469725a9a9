import { Alert, Drawer, Tabs } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { ReactFlowProvider } from "@xyflow/react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { runQuery } from "../../api/runQueries";
import { isMissing } from "../../api/problem";
import { Missing } from "../../components/Missing";
import { Failure, Loading } from "../../components/States";
import { useSmallWindow } from "../../components/useSmallWindow";
import { HistoryList } from "./HistoryList";
import { LogView } from "./LogView";
import { RunCanvas } from "./RunCanvas";
import { RunDetails } from "./RunDetails";
import { RunHeader } from "./RunHeader";
import { StepDetails } from "./StepDetails";
import { TimelineView } from "./TimelineView";
import { useLiveRun } from "./useLiveRun";
import { startOf, type LiveRun } from "../../flow/runs/liveRun";
import classes from "./RunPage.module.css";

/** One run: where it is, what each step did, and what can be done about it. */
export default function RunPage() {
  const { runId } = useParams({ from: "/runs/$runId" });
  // The stream tells the run first of all; asking as well says why when there is none.
  const first = useQuery(runQuery(runId));
  const { live, connection } = useLiveRun(runId);
  useDocumentTitle(`Run of ${first.data?.flowId ?? "…"} · FlowFunctions`);
  const shown = live ?? (first.data ? startOf(first.data) : undefined);
  if (!shown && isMissing(first.error)) return <Missing title="There is no such run" to="/runs" action="To the runs" />;
  if (!shown) return first.isError ? <Failure error={first.error} onRetry={() => void first.refetch()} /> : <Loading what="the run" />;
  return (
    <ReactFlowProvider key={runId}>
      {connection === "broken" && <Alert color="yellow">Live news of this run cannot be had. Reload the page to see how it stands.</Alert>}
      <RunView live={shown} />
    </ReactFlowProvider>
  );
}

function RunView({ live }: { readonly live: LiveRun }) {
  const [path, setPath] = useState<string>();
  const small = useSmallWindow();
  const step = path === undefined ? undefined : live.steps.get(path);
  return (
    <div className={classes.page}>
      <RunHeader live={live} />
      <div className={classes.middle}>
        <div className={classes.main}>
          {small && <RunDetails live={live} />}
          <div className={classes.canvas}>
            <RunCanvas live={live} shown={path} onShow={setPath} />
          </div>
          <Tabs defaultValue="timeline" keepMounted={false} className={classes.tabs ?? ""}>
            <Tabs.List px="sm">
              <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
              <Tabs.Tab value="log">Log</Tabs.Tab>
              <Tabs.Tab value="history">History</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="timeline" className={classes.panel ?? ""}>
              <TimelineView live={live} shown={path} onShow={setPath} />
            </Tabs.Panel>
            <Tabs.Panel value="log" className={classes.panel ?? ""}>
              <LogView live={live} />
            </Tabs.Panel>
            <Tabs.Panel value="history" className={classes.panel ?? ""}>
              <HistoryList live={live} />
            </Tabs.Panel>
          </Tabs>
        </div>
        {!small && (
          <aside className={classes.side} aria-label="Details">
            {step ? <StepDetails live={live} step={step} onShow={setPath} /> : <RunDetails live={live} />}
          </aside>
        )}
      </div>
      {small && (
        <Drawer opened={step !== undefined} onClose={() => setPath(undefined)} position="bottom" size="75%" title="Step">
          {step && <StepDetails live={live} step={step} onShow={setPath} />}
        </Drawer>
      )}
    </div>
  );
}
