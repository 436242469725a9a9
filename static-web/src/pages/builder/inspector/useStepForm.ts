import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { lastRunQuery } from "../../../api/runQueries";
import type { Run } from "../../../api/runs";
import { secretNamesQuery } from "../../../api/secrets";
import { testStep } from "../../../api/stepTests";
import { useCaptured } from "../../../browser/captured";
import { configurationSchema } from "../../../flow/catalog";
import { typeOf } from "../../../flow/document";
import { setStepMember } from "../../../flow/edits/steps";
import { stepsIn } from "../../../flow/expressions/references";
import { scopeOfStep, type RunData, type StepData } from "../../../flow/expressions/scope";
import { preview } from "../../../flow/expressions/completion";
import { member, type JsonObject, type Path } from "../../../flow/json";
import { withPins } from "../../../flow/pins/pins";
import { locate } from "../../../flow/problems";
import { toPointer } from "../../../flow/pointer";
import type { FormContextValue } from "../form/FormContext";
import { edit, useBuilder, useBuilderStore } from "../store";

/**
 * The newest run of the flow as expressions see it. A captured request that was chosen takes the place of what started it, and what is pinned that
 * of what it was, as in the next run here.
 */
export function useLastRun(): RunData | undefined {
  const flowId = useBuilder((state) => state.flowId);
  const { data } = useQuery(lastRunQuery(flowId));
  const captured = useCaptured(flowId);
  const pins = useBuilder((state) => state.pins);
  const document = useBuilder((state) => state.document);
  return useMemo(() => {
    const run = data ? dataOf(data) : undefined;
    return withPins(captured ? { steps: new Map(), ...run, input: captured.input, trigger: captured.value } : run, pins, document);
  }, [data, captured, pins, document]);
}

/** What the fields of a step's form share. */
export function useStepForm(id: string, step: JsonObject): FormContextValue {
  const store = useBuilderStore();
  const document = useBuilder((state) => state.document);
  const catalog = useBuilder((state) => state.catalog);
  const problems = useBuilder((state) => state.problems);
  const run = useLastRun();
  const { data: secrets } = useQuery(secretNamesQuery);
  const type = catalog.get(typeOf(step));
  const scope = useMemo(() => scopeOfStep(document, id, catalog, run), [document, id, catalog, run]);
  const secretScope = useMemo(() => scopeOfStep(document, id, catalog, run, secrets ?? []), [document, id, catalog, run, secrets]);
  const found = useMemo(() => {
    const places = problems.map((problem) => ({ problem, place: locate(document, problem.pointer) }));
    return new Map(
      places.flatMap(({ problem, place }) => (place.kind === "step" && place.id === id ? [[toPointer(place.field), problem.message]] : [])),
    );
  }, [document, problems, id]);
  return {
    root: configurationSchema(type),
    value: member(step, "with"),
    scope,
    secretScope,
    holdsSecret: (path) => (type?.secretInputs ?? []).some((pattern) => fits(pattern, path)),
    isLiteral: (path) => (type?.literalInputs ?? []).includes(String(path[0])),
    problemAt: (path) => found.get(toPointer(["with", ...path])),
    onChange: (path, value) => {
      const label = `Change ${String(path[0] ?? "settings")}`;
      edit(store, label, (before) => setStepMember(before, id, ["with", ...path], value), `with ${id} ${toPointer(path)}`);
    },
    preview: run && ((template, signal) => evaluate(template, run, signal)),
  };
}

/** Lets the app evaluate a template with the last run's data; only the steps that it names are sent. */
export async function evaluate(template: string, run: RunData, signal: AbortSignal): Promise<string> {
  const steps = Object.fromEntries(stepsIn(template).flatMap((id) => (run.steps.has(id) ? [[id, run.steps.get(id)]] : [])));
  const result = await testStep("transform", { with: { value: template }, input: run.input, trigger: run.trigger, steps }, signal);
  if (result.error) throw new Error(result.error.message);
  return preview(result.output ?? null, 400);
}

/** A step that failed has an error, one that succeeded an output; the status says the rest. */
function dataOf(run: Run): RunData {
  const steps = run.steps.map((step): [string, StepData] => [
    step.path,
    {
      status: step.status,
      ...(step.output === undefined ? {} : { output: step.output }),
      ...(step.error === undefined ? {} : { error: step.error }),
    },
  ]);
  return { input: run.input, trigger: run.triggerData, steps: new Map(steps) };
}

/** Whether a path is one of `/headers/*`: a star stands for one member. */
function fits(pattern: string, path: Path): boolean {
  const parts = pattern.split("/").slice(1);
  return parts.length === path.length && parts.every((part, i) => part === "*" || part === String(path[i]));
}
