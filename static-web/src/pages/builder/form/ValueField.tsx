import { NumberInput, Select, Switch } from "@mantine/core";
import { useState } from "react";
import { canShow, choicesOf, fieldKind, isExpression, placeholderOf, type FieldKind } from "../../../flow/forms/fields";
import { asText, member, type Json, type JsonObject, type Path } from "../../../flow/json";
import { languageOf } from "../../../flow/files/kinds";
import { FieldShell } from "./FieldShell";
import { useForm } from "./FormContext";
import { JsonField } from "./JsonField";
import { MapField } from "./MapField";
import { ListField, ObjectField, VariantsField } from "./NestedFields";
import { TemplateField } from "./TemplateField";

export interface ValueFieldProps {
  readonly path: Path;
  readonly label: string;
  readonly schema: JsonObject;
  readonly value: Json | undefined;
  readonly isRequired: boolean;
  /** Without a heading, as an item of a list. */
  readonly isBare?: boolean;
}

const switchable: readonly FieldKind[] = ["number", "boolean", "choice", "object", "list", "variants", "map"];

/** The field that fits a schema, or an expression where the value is one. */
export function ValueField(props: ValueFieldProps) {
  const { path, label, schema, value, isRequired } = props;
  const form = useForm();
  const [wantsExpression, setWants] = useState(false);
  const own = form.ownField?.({ path, label, schema, value });
  const kind = fieldKind(schema);
  const isSwitchable = switchable.includes(kind) && !form.isLiteral(path);
  const asExpression = isSwitchable && (wantsExpression || isExpression(value));
  return (
    <FieldShell
      isBare={props.isBare ?? false}
      label={label}
      isRequired={isRequired}
      description={asText(member(schema, "description"))}
      problem={form.problemAt(path)}
      onExpression={isSwitchable && !asExpression ? () => setWants(true) : undefined}
      onPlain={
        asExpression
          ? () => {
              setWants(false);
              if (isExpression(value)) form.onChange(path, undefined);
            }
          : undefined
      }
    >
      {own ??
        (asExpression ? (
          <TemplateField
            path={path}
            label={label}
            text={typeof value === "string" ? value : ""}
            placeholder="{{ … }}"
            onText={(text) => form.onChange(path, text === "" ? undefined : text)}
          />
        ) : canShow(kind, value) ? (
          <Plain {...props} kind={kind} />
        ) : (
          <JsonField path={path} label={label} value={value} />
        ))}
    </FieldShell>
  );
}

function Plain({ kind, ...props }: ValueFieldProps & { readonly kind: FieldKind }) {
  const { path, label, schema, value } = props;
  const form = useForm();
  switch (kind) {
    case "text":
    case "longText":
      return <TextField {...props} isLong={kind === "longText"} />;
    case "number":
      return (
        <NumberInput
          aria-label={label}
          size="sm"
          value={typeof value === "number" ? value : ""}
          placeholder={placeholderOf(schema) ?? ""}
          onChange={(next) => form.onChange(path, typeof next === "number" ? next : undefined)}
        />
      );
    case "boolean":
      return (
        <Switch
          aria-label={label}
          checked={typeof value === "boolean" ? value : member(schema, "default") === true}
          onChange={(event) => form.onChange(path, event.currentTarget.checked)}
        />
      );
    case "choice":
      return (
        <Select
          aria-label={label}
          size="sm"
          data={choicesOf(schema)}
          value={typeof value === "string" ? value : null}
          placeholder={placeholderOf(schema) ?? ""}
          clearable={!props.isRequired}
          onChange={(next) => form.onChange(path, next ?? undefined)}
        />
      );
    case "object":
      return <ObjectField path={path} schema={schema} value={value} />;
    case "list":
      return <ListField path={path} label={label} schema={schema} value={value} />;
    case "map":
      return <MapField path={path} label={label} schema={schema} value={value} />;
    case "variants":
      return <VariantsField path={path} label={label} schema={schema} value={value} />;
    case "json":
      return <JsonField path={path} label={label} value={value} />;
  }
}

function TextField({ path, label, schema, value, isRequired, isLong }: ValueFieldProps & { readonly isLong: boolean }) {
  const form = useForm();
  return (
    <TemplateField
      path={path}
      label={label}
      text={typeof value === "string" ? value : ""}
      placeholder={placeholderOf(schema)}
      isSingle={!isLong && !(typeof value === "string" && value.includes("\n"))}
      language={form.isLiteral(path) ? languageOf(asText(member(form.value, "runtime"))) : "template"}
      {...(isLong ? { minLines: 6 } : {})}
      onText={(text) => form.onChange(path, text === "" && !isRequired ? undefined : text)}
    />
  );
}
