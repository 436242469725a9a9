import { Autocomplete, MultiSelect, Select, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { secretNamesQuery } from "../../../api/secrets";
import { cronInWords, everyInWords } from "../../../flow/schedules/cron";
import { placeholderOf } from "../../../flow/forms/fields";
import { asArray, asText, type Json, type JsonObject } from "../../../flow/json";
import { useForm, type OwnFieldProps } from "../form/FormContext";
import { NextTimes } from "./NextTimes";

/** A field of a trigger's form, with the trigger around it. */
export interface TriggerFieldProps extends OwnFieldProps {
  readonly trigger: JsonObject;
}

/** A cron expression, told in words while it is written, and its next times. */
export function CronField(props: TriggerFieldProps) {
  return <TimesField {...props} placeholder="0 2 * * *" words={cronInWords(asText(props.value) ?? "")} />;
}

/** A length of time between two runs, and the next times. */
export function EveryField(props: TriggerFieldProps) {
  return <TimesField {...props} placeholder="15m" words={everyInWords(asText(props.value) ?? "")} />;
}

function TimesField({
  path,
  label,
  value,
  trigger,
  placeholder,
  words,
}: TriggerFieldProps & { readonly placeholder: string; readonly words: string | undefined }) {
  const form = useForm();
  return (
    <>
      <TextInput
        aria-label={label}
        size="sm"
        placeholder={placeholder}
        value={asText(value) ?? ""}
        error={form.problemAt(path) !== undefined}
        onChange={(event) => form.onChange(path, event.currentTarget.value)}
      />
      <Text size="xs" c="dimmed" mih={18}>
        {words}
      </Text>
      <NextTimes trigger={trigger} />
    </>
  );
}

const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

export function ZoneField({ path, label, value }: OwnFieldProps) {
  const form = useForm();
  const zone = asText(value);
  return (
    <Select
      aria-label={label}
      size="sm"
      searchable
      clearable
      limit={100}
      data={zone === undefined || zones.includes(zone) ? zones : [zone, ...zones]}
      placeholder="UTC"
      nothingFoundMessage="There is no such zone."
      value={zone ?? null}
      error={form.problemAt(path) !== undefined}
      onChange={(next) => form.onChange(path, next ?? undefined)}
    />
  );
}

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"];

export function MethodField({ path, label, value }: OwnFieldProps) {
  const form = useForm();
  const chosen = typeof value === "string" ? [value] : asArray(value).filter((one): one is string => typeof one === "string");
  return (
    <MultiSelect
      aria-label={label}
      size="sm"
      data={methods}
      value={chosen}
      placeholder={chosen.length === 0 ? "POST" : ""}
      error={form.problemAt(path) !== undefined}
      onChange={(next) => form.onChange(path, shortest(next.at(-1) === "ANY" ? ["ANY"] : next.filter((one) => one !== "ANY")))}
    />
  );
}

function shortest(all: readonly string[]): Json | undefined {
  return all.length === 0 ? undefined : all.length === 1 ? all[0] : all;
}

/** The name of a secret; those that are there are offered. */
export function SecretField({ path, label, schema, value }: OwnFieldProps) {
  const form = useForm();
  const { data } = useQuery(secretNamesQuery);
  return (
    <Autocomplete
      aria-label={label}
      size="sm"
      data={data ?? []}
      placeholder={placeholderOf(schema) ?? "NAME"}
      value={asText(value) ?? ""}
      error={form.problemAt(path) !== undefined}
      onChange={(next) => form.onChange(path, next === "" ? undefined : next)}
    />
  );
}
