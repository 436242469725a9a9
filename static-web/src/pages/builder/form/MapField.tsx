import { Group, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { itemSchema } from "../../../flow/forms/fields";
import { isArray, isObject, member, type JsonObject } from "../../../flow/json";
import { renameMembers } from "../../../flow/tree";
import { useForm } from "./FormContext";
import { Add, Remove } from "./ItemButtons";
import type { NestedProps } from "./NestedFields";
import { ValueField } from "./ValueField";

/** Members whose names are free, such as headers. */
export function MapField({ path, label, schema, value }: NestedProps & { readonly label: string }) {
  const form = useForm();
  const entries = isObject(value) ? value : {};
  const inner = itemSchema(schema, form.root);
  const valueSchema: JsonObject = isArray(member(inner, "type")) || member(inner, "anyOf") !== undefined ? { type: "string" } : inner;
  const names = Object.keys(entries);
  const remove = (name: string) => {
    const left = Object.entries(entries).filter(([one]) => one !== name);
    form.onChange(path, left.length === 0 ? undefined : Object.fromEntries(left));
  };
  return (
    <Stack gap="xs">
      {names.map((name) => (
        <Group key={name} gap={4} wrap="nowrap" align="flex-start">
          <div style={{ flex: 1, minWidth: 0 }}>
            <NameField name={name} taken={names} onRename={(to) => form.onChange(path, renameMembers(entries, new Map([[name, to]])))} />
            <ValueField path={[...path, name]} label={`${label} ${name}`} schema={valueSchema} value={entries[name]} isRequired isBare />
          </div>
          <Remove label={`Remove ${name}`} onClick={() => remove(name)} />
        </Group>
      ))}
      <Add label={`Add to ${label}`} onClick={() => form.onChange(path, { ...entries, [freeName(names)]: "" })} />
    </Stack>
  );
}

function NameField({
  name,
  taken,
  onRename,
}: {
  readonly name: string;
  readonly taken: readonly string[];
  readonly onRename: (to: string) => void;
}) {
  const [text, setText] = useState(name);
  const problem = text !== name && (text === "" || taken.includes(text)) ? "Use a name that is not there yet." : undefined;
  return (
    <TextInput
      size="xs"
      aria-label={`Name of ${name}`}
      value={text}
      error={problem}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => {
        if (text !== name && !problem) onRename(text);
        else setText(name);
      }}
    />
  );
}

function freeName(taken: readonly string[]): string {
  let number = taken.length + 1;
  while (taken.includes(`name${number}`)) number++;
  return `name${number}`;
}
