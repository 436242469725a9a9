import { Alert, Code, Group, Loader, Stack, Text } from "@mantine/core";
import { useInterval } from "@mantine/hooks";
import { useState } from "react";
import type { StepTest } from "../api/stepTests";
import { Failure } from "../components/States";
import { duration } from "../components/times";
import { stackText } from "../flow/scripts/stack";
import type { Trial } from "./useTrial";

/** How a trial has ended, or how long it has been running. */
export function TrialResult({ trial }: { readonly trial: Trial }) {
  if (trial.phase === "running") return <Running since={trial.startedAt} />;
  if (trial.phase === "refused") return <Failure error={trial.error} />;
  if (trial.phase === "stopped") return <Alert color="gray" title="Stopped" py={6} role="status" />;
  return trial.result ? <Ended result={trial.result} /> : null;
}

function Running({ since }: { readonly since: number }) {
  const [now, setNow] = useState(since);
  useInterval(() => setNow(Date.now()), 200, { autoInvoke: true });
  return (
    <Group gap="xs" role="status" aria-label="The script runs">
      <Loader size="xs" />
      <Text size="sm">Running</Text>
      <Text size="sm" c="dimmed" aria-hidden>
        {duration(Math.max(0, now - since))}
      </Text>
    </Group>
  );
}

function Ended({ result }: { readonly result: StepTest }) {
  const isGood = result.status === "Succeeded";
  const stack = stackText(result.error?.details);
  return (
    <Alert
      color={isGood ? "green" : "red"}
      title={`${words[result.status] ?? result.status} after ${duration(result.durationMs)}`}
      role="status"
    >
      <Stack gap="xs">
        {result.error && (
          <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
            <Code>{result.error.code}</Code> {result.error.message}
          </Text>
        )}
        {stack && <Code block>{stack}</Code>}
        {isGood && (
          <Code block aria-label="Output">
            {JSON.stringify(result.output ?? null, null, 2)}
          </Code>
        )}
      </Stack>
    </Alert>
  );
}

const words: Readonly<Record<string, string>> = { TimedOut: "Timed out" };
