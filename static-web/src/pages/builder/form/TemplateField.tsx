import { Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { LazyEditor } from "../../../editor/LazyEditor";
import type { EditorLanguage } from "../../../editor/languages";
import { isExpression } from "../../../flow/forms/fields";
import type { Path } from "../../../flow/json";
import { messageOf } from "../../../api/problem";
import { useForm } from "./FormContext";

interface TemplateFieldProps {
  readonly path: Path;
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly placeholder?: string | undefined;
  readonly isSingle?: boolean;
  readonly isInvalid?: boolean;
  readonly language?: EditorLanguage;
  readonly minLines?: number;
}

/** A text in which expressions may stand: completes them, and shows what they give. */
export function TemplateField({
  path,
  label,
  text,
  onText,
  placeholder,
  isSingle = true,
  isInvalid = false,
  language = "template",
  minLines,
}: TemplateFieldProps) {
  const form = useForm();
  const [hasFocus, setFocus] = useState(false);
  const scope = form.isLiteral(path) ? undefined : form.holdsSecret(path) ? form.secretScope : form.scope;
  return (
    <>
      <LazyEditor
        label={label}
        value={text}
        onChange={onText}
        onFocus={() => setFocus(true)}
        onBlur={() => setFocus(false)}
        scope={scope}
        placeholder={placeholder}
        language={language}
        isSingle={isSingle}
        isInvalid={isInvalid || form.problemAt(path) !== undefined}
        {...(minLines === undefined ? {} : { minLines })}
      />
      {hasFocus && scope && isExpression(text) && form.preview && <Preview template={text} preview={form.preview} />}
    </>
  );
}

/** What the expressions give with the data of the last run. */
function Preview({
  template,
  preview,
}: {
  readonly template: string;
  readonly preview: NonNullable<ReturnType<typeof useForm>["preview"]>;
}) {
  const [asked] = useDebouncedValue(template, 400);
  const result = useQuery({
    queryKey: ["preview", asked],
    queryFn: ({ signal }) => preview(asked, signal),
    retry: false,
    staleTime: 10_000,
    gcTime: 30_000,
  });
  const text = result.isError ? messageOf(result.error) : result.data;
  return (
    <Text size="xs" c={result.isError ? "red" : "dimmed"} ff="monospace" lineClamp={4} role="status" style={{ overflowWrap: "anywhere" }}>
      {text === undefined ? "…" : result.isError ? text : `= ${text}`}
    </Text>
  );
}
