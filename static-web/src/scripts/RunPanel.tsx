import { Button, MultiSelect, Stack, Switch, Text } from "@mantine/core";
import { Allowed } from "../components/Allowed";
import { useQuery } from "@tanstack/react-query";
import { Play, Square } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { secretNamesQuery } from "../api/secrets";
import { LazyEditor } from "../editor/LazyEditor";
import { readValue } from "../flow/forms/jsonText";
import { configurationOf, trialProblem, type ScriptTrial } from "../flow/scripts/trial";
import { LogLines } from "./LogLines";
import classes from "./Scripts.module.css";
import { TrialResult } from "./TrialResult";
import { useTrial } from "./useTrial";

/** What a script is tried with. */
export interface TrialSettings {
  readonly input: string;
  readonly secrets: readonly string[];
  readonly hasNetwork: boolean;
}

export interface RunPanelProps {
  readonly script: Pick<ScriptTrial, "runtime" | "flow" | "file" | "code">;
  /** What it was tried with last is offered again under this name, as long as the page is open. */
  readonly name: string;
  readonly start?: TrialSettings;
}

const remembered = new Map<string, TrialSettings>();
const plain: TrialSettings = { input: "{}", secrets: [], hasNetwork: false };

/** Runs the script that stands in the editor, saved or not, and shows what it prints and gives. */
export function RunPanel({ script, name, start = plain }: RunPanelProps) {
  const [settings, setSettings] = useState(() => remembered.get(name) ?? start);
  const { trial, run, stop } = useTrial("script");
  const input = readValue(settings.input);
  const problem = input.problem ?? trialProblem(script);
  const isRunning = trial.phase === "running";
  const change = (part: Partial<TrialSettings>) => {
    const next = { ...settings, ...part };
    remembered.set(name, next);
    setSettings(next);
  };
  const begin = () => {
    if (problem === undefined && !isRunning)
      run({ with: configurationOf({ ...script, ...settings, input: null }), input: input.value, flow: script.flow });
  };
  useRunKey(begin);
  return (
    <section className={classes.panel} aria-label="Trial">
      <Stack gap="xs" className={classes.given ?? ""}>
        {isRunning ? (
          <Button size="xs" color="red" variant="light" leftSection={<Square size={14} aria-hidden />} onClick={stop}>
            Stop
          </Button>
        ) : (
          <Allowed permission="steps.test">
            <Button size="xs" leftSection={<Play size={14} aria-hidden />} onClick={begin} disabled={problem !== undefined}>
              Run script
            </Button>
          </Allowed>
        )}
        {problem && (
          <Text size="xs" c="red">
            {problem}
          </Text>
        )}
        <Given settings={settings} isInvalid={input.problem !== undefined} onChange={change} />
      </Stack>
      <div className={classes.came}>
        <div className={classes.result}>
          <TrialResult trial={trial} />
          {trial.phase === "idle" && (
            <Text size="sm" c="dimmed">
              Runs what is in the editor, saved or not (Ctrl Enter). Its result and what it prints come here.
            </Text>
          )}
        </div>
        {trial.phase !== "idle" && <LogLines key={trial.startedAt} lines={trial.lines} isLive />}
      </div>
    </section>
  );
}

interface GivenProps {
  readonly settings: TrialSettings;
  readonly isInvalid: boolean;
  readonly onChange: (part: Partial<TrialSettings>) => void;
}

function Given({ settings, isInvalid, onChange }: GivenProps) {
  const names = useQuery(secretNamesQuery);
  return (
    <>
      <Text size="xs" fw={600}>
        Input (JSON)
      </Text>
      <LazyEditor
        label="Input"
        language="json"
        value={settings.input}
        onChange={(text) => onChange({ input: text })}
        isInvalid={isInvalid}
        minLines={4}
      />
      <MultiSelect
        size="xs"
        label="Secrets, as environment variables"
        placeholder={names.data?.length === 0 ? "There are none yet" : "By name"}
        data={[...new Set([...(names.data ?? []), ...settings.secrets])]}
        value={[...settings.secrets]}
        onChange={(secrets) => onChange({ secrets })}
        searchable
        clearable
      />
      <Switch
        size="xs"
        label="May reach the network"
        checked={settings.hasNetwork}
        onChange={(event) => onChange({ hasNetwork: event.currentTarget.checked })}
      />
    </>
  );
}

/** Ctrl+Enter, before the editor makes a new line of it. */
function useRunKey(run: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen, true);
    return () => document.removeEventListener("keydown", listen, true);
  }, []);
}
