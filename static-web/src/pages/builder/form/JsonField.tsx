import { Text } from "@mantine/core";
import { useState } from "react";
import { readValue, writeValue } from "../../../flow/forms/jsonText";
import { equalJson, type Json, type Path } from "../../../flow/json";
import { useForm } from "./FormContext";
import { TemplateField } from "./TemplateField";

interface JsonFieldProps {
  readonly path: Path;
  readonly label: string;
  readonly value: Json | undefined;
  readonly placeholder?: string;
}

/** Any JSON, with expressions in its texts, or an expression alone. */
export function JsonField({ path, label, value, placeholder = '{{ input }} or { "a": 1 }' }: JsonFieldProps) {
  const form = useForm();
  const [text, setText] = useState(() => (value === undefined ? "" : writeValue(value)));
  const [problem, setProblem] = useState<string>();

  const [seen, setSeen] = useState(value);

  // What was changed elsewhere, by undo for one, is taken over; what is being typed here is not rewritten.
  if (seen !== value) {
    setSeen(value);
    if (!says(text, value)) setText(value === undefined ? "" : writeValue(value));
  }

  const onText = (next: string) => {
    setText(next);
    if (next.trim() === "") {
      setProblem(undefined);
      form.onChange(path, undefined);
      return;
    }
    const read = readValue(next);
    setProblem(read.problem);
    if (read.problem === undefined) form.onChange(path, read.value);
  };
  return (
    <>
      <TemplateField
        path={path}
        label={label}
        text={text}
        onText={onText}
        isSingle={false}
        isInvalid={problem !== undefined}
        placeholder={placeholder}
      />
      {problem && (
        <Text size="xs" c="red" role="alert">
          {problem}
        </Text>
      )}
    </>
  );
}

function says(text: string, value: Json | undefined): boolean {
  if (text.trim() === "") return value === undefined;
  const read = readValue(text);
  return read.problem === undefined && equalJson(read.value, value);
}
