import { Alert, Button, Code, ScrollArea, Stack, Text } from "@mantine/core";
import { Allowed } from "../../../components/Allowed";
import { useMutation } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useState } from "react";
import { testStep, type StepTest } from "../../../api/stepTests";
import { Failure } from "../../../components/States";
import { duration } from "../../../components/times";
import { LazyEditor } from "../../../editor/LazyEditor";
import { scopeOfStep } from "../../../flow/expressions/scope";
import { readValue } from "../../../flow/forms/jsonText";
import { asObject, isObject, member, type Json, type JsonObject } from "../../../flow/json";
import { typeOf } from "../../../flow/document";
import { useBuilder } from "../store";
import { useLastRun } from "./useStepForm";

/** Carries this step alone out, with the last run's data or with what is written here instead. */
export function TestPanel({ id, step }: { readonly id: string; readonly step: JsonObject }) {
  const flowId = useBuilder((state) => state.flowId);
  const document = useBuilder((state) => state.document);
  const catalog = useBuilder((state) => state.catalog);
  const run = useLastRun();
  const proposal = JSON.stringify(mocks(scopeOfStep(document, id, catalog).steps, run), null, 2);
  const [own, setOwn] = useState<string>();
  const data = readValue(own ?? proposal);
  const problem = data.problem ?? (isObject(data.value) ? undefined : "Write an object with the members input and steps.");
  const trial = useMutation({
    mutationFn: () => {
      const said = asObject(data.value);
      return testStep(typeOf(step), {
        with: member(step, "with") ?? {},
        input: member(said, "input"),
        trigger: member(said, "trigger"),
        steps: asObject(member(said, "steps")),
        flow: flowId,
      });
    },
  });
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        The step is carried out for real, without a run.{" "}
        {run
          ? "The data is that of the last run; change it to try something else."
          : "There was no run yet: write what the steps before gave."}
      </Text>
      <LazyEditor
        label="Data for the test"
        language="json"
        value={own ?? proposal}
        onChange={setOwn}
        minLines={8}
        isInvalid={problem !== undefined}
      />
      {problem && (
        <Text size="xs" c="red">
          {problem}
        </Text>
      )}
      <Allowed permission="steps.test">
        <Button
          leftSection={<Play size={16} aria-hidden />}
          onClick={() => trial.mutate()}
          loading={trial.isPending}
          disabled={problem !== undefined}
        >
          Run this step
        </Button>
      </Allowed>
      {trial.isError && <Failure error={trial.error} />}
      {trial.data && <Result result={trial.data} />}
    </Stack>
  );
}

/** What the steps before it gave in the last run, or a place to write it. */
function mocks(steps: readonly string[], run: ReturnType<typeof useLastRun>): Json {
  const outputs = steps.map((id): [string, Json] => [id, { output: run?.steps.get(id)?.output ?? null }]);
  return { input: run?.input ?? {}, ...(run?.trigger === undefined ? {} : { trigger: run.trigger }), steps: Object.fromEntries(outputs) };
}

function Result({ result }: { readonly result: StepTest }) {
  const isGood = result.status === "Succeeded";
  return (
    <Alert
      color={isGood ? "green" : "red"}
      title={`${result.status} in ${duration(result.durationMs)}${result.port == null ? "" : `, port ${result.port}`}`}
      role="status"
    >
      <Stack gap="xs">
        {result.error && (
          <Text size="sm">
            <Code>{result.error.code}</Code> {result.error.message}
          </Text>
        )}
        {isGood && (
          <ScrollArea.Autosize mah={260}>
            <Code block>{JSON.stringify(result.output ?? null, null, 2)}</Code>
          </ScrollArea.Autosize>
        )}
        {(result.log ?? []).map((line) => (
          <Text size="xs" ff="monospace" key={`${line.at} ${line.message}`}>
            {line.message}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}
