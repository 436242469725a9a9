import { Button, Group, Paper, Select, Stack } from "@mantine/core";
import { Plus } from "lucide-react";
import { useState } from "react";
import { asText, isArray, member, type Json, type JsonObject, type Path } from "../../../flow/json";
import { constantsOf, isConstant, itemSchema, shownFields, titleOf, variantOf, variantsOf } from "../../../flow/forms/fields";
import { useForm } from "./FormContext";
import { Add, Remove } from "./ItemButtons";
import { ValueField } from "./ValueField";

export interface NestedProps {
  readonly path: Path;
  readonly schema: JsonObject;
  readonly value: Json | undefined;
}

/** The members of an object; of one inside of another only when it is there or asked for. */
export function ObjectField({ path, schema, value }: NestedProps) {
  const form = useForm();
  const [isOpen, setOpen] = useState(false);
  const fields = shownFields(schema, form.root, value).filter((field) => !isConstant(field.schema));
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
