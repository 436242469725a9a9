import { ActionIcon, Button, Group, Paper, Select, Stack, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { asText, isArray, isObject, member, type Json, type JsonObject, type Path } from "../../../flow/json";
import { constantsOf, fieldsOf, isConstant, itemSchema, titleOf, variantOf, variantsOf } from "../../../flow/forms/fields";
import { renameMembers } from "../../../flow/tree";
import { useForm } from "./FormContext";
import { ValueField } from "./ValueField";

interface NestedProps {
  readonly path: Path;
  readonly schema: JsonObject;
  readonly value: Json | undefined;
}

/** The members of an object; of one inside of another only when it is there or asked for. */
export function ObjectField({ path, schema, value }: NestedProps) {
  const form = useForm();
  const [isOpen, setOpen] = useState(false);
  const fields = fieldsOf(schema, form.root).filter((field) => !isConstant(field.schema));
  const isTop = path.length === 0;
  const body = fields.map((field) => (
    <ValueField
      key={field.name}
      path={[...path, field.name]}
      label={titleOf(field.name, field.schema)}
      schema={field.schema}
      value={member(value, field.name)}
      isRequired={field.required}
    />
  ));
  if (isTop) return <Stack gap="sm">{body}</Stack>;
  if (value === undefined && !isOpen) {
    return (
      <Button
        size="compact-xs"
        variant="light"
        leftSection={<Plus size={12} aria-hidden />}
        onClick={() => setOpen(true)}
        style={{ alignSelf: "flex-start" }}
      >
        Set
      </Button>
    );
  }
  return (
    <Paper withBorder p="xs">
      <Stack gap="sm">{body}</Stack>
    </Paper>
  );
}

/** One of several kinds of object: the kind is chosen, then its members are asked for. */
export function VariantsField({ path, label, schema, value }: NestedProps & { readonly label: string }) {
  const form = useForm();
  const variants = variantsOf(schema);
  const at = value === undefined ? -1 : variantOf(variants, value);
  const names = variants.map((one, i) => asText(member(one, "title")) ?? `Kind ${i + 1}`);
  const chosen = variants[at];
  return (
    <Stack gap="xs">
      <Select
        aria-label={label}
        size="sm"
        data={names.map((name, i) => ({ value: String(i), label: name }))}
        value={at < 0 ? null : String(at)}
        placeholder="None"
        clearable
        onChange={(next) => form.onChange(path, next === null ? undefined : constantsOf(variants[Number(next)] ?? {}))}
      />
      {chosen && <ObjectField path={path} schema={chosen} value={value} />}
    </Stack>
  );
}

export function ListField({ path, label, schema, value }: NestedProps & { readonly label: string }) {
  const form = useForm();
  const items = isArray(value) ? value : [];
  const inner = itemSchema(schema, form.root);
  const set = (next: readonly Json[]) => form.onChange(path, next);
  return (
    <Stack gap="xs">
      {items.map((item, i) => (
        // Items have no identity but their place.
        <Group key={i} gap={4} wrap="nowrap" align="flex-start">
          <div style={{ flex: 1, minWidth: 0 }}>
            <ValueField
              path={[...path, i]}
              label={`${label} ${i + 1}`}
              schema={inner}
              value={item}
              isRequired
              isBare={member(inner, "type") === "string"}
            />
          </div>
          <Remove label={`Remove ${label} ${i + 1}`} onClick={() => set(items.filter((_, k) => k !== i))} />
        </Group>
      ))}
      <Add label={`Add to ${label}`} onClick={() => set([...items, member(inner, "type") === "object" ? {} : ""])} />
    </Stack>
  );
}

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

function Add({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <Button
      size="compact-xs"
      variant="light"
      leftSection={<Plus size={12} aria-hidden />}
      onClick={onClick}
      style={{ alignSelf: "flex-start" }}
    >
      {label}
    </Button>
  );
}

function Remove({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" onClick={onClick} aria-label={label}>
      <X size={16} />
    </ActionIcon>
  );
}
