import { createElement, useMemo, type ComponentType } from "react";
import { setTriggerMember } from "../../../flow/edits/triggers";
import { scopeOfTrigger } from "../../../flow/expressions/scope";
import { asText, member, type JsonObject, type Path } from "../../../flow/json";
import { toPointer } from "../../../flow/pointer";
import type { FormContextValue } from "../form/FormContext";
import { evaluate, useLastRun } from "../inspector/useStepForm";
import { edit, useBuilder, useBuilderStore } from "../store";
import { CronField, EveryField, MethodField, SecretField, ZoneField, type TriggerFieldProps } from "./fields";

const own: Readonly<Record<string, ComponentType<TriggerFieldProps>>> = {
  "/cron": CronField,
  "/every": EveryField,
  "/timeZone": ZoneField,
  "/method": MethodField,
  "/auth/secret": SecretField,
};

/** What the fields of a trigger's form share. */
export function useTriggerForm(id: string, trigger: JsonObject, root: JsonObject): FormContextValue {
  const store = useBuilderStore();
  const problems = useBuilder((state) => state.problems);
  const run = useLastRun();
  // What the last run was started by helps only if it was this trigger.
  const isOwn = asText(member(run?.trigger, "id")) === id && member(run?.trigger, "type") === member(trigger, "type");
  const data = isOwn ? run : undefined;
  const scope = useMemo(() => scopeOfTrigger(data?.trigger), [data]);
  const place: Path = ["triggers", id];
  return {
    root,
    scope,
    secretScope: scope,
    holdsSecret: () => false,
    isLiteral: (path) => path[0] !== "input" && toPointer(path) !== "/dedupe/key",
    problemAt: (path) => problems.find((problem) => problem.pointer === toPointer([...place, ...path]))?.message,
    onChange: (path, value) =>
      edit(
        store,
        `Change ${String(path[0] ?? "the trigger")}`,
        (document) => setTriggerMember(document, id, path, value),
        `trigger ${id} ${toPointer(path)}`,
      ),
    preview: data && ((template, signal) => evaluate(template, data, signal)),
    ownField: (props) => {
      const field = own[toPointer(props.path)];
      return field && createElement(field, { ...props, trigger });
    },
  };
}
