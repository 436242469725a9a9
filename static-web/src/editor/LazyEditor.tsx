import { Textarea } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { EditorProps } from "./Editor";

const Editor = lazy(async () => ({ default: (await import("./Editor")).Editor }));

/** The editor; until it has been loaded a plain field, in which one can write already. */
export function LazyEditor(props: EditorProps) {
  return (
    <Suspense
      fallback={
        <Textarea
          aria-label={props.label}
          value={props.value}
          placeholder={props.placeholder}
          readOnly={props.isReadOnly ?? false}
          onChange={(event) => props.onChange?.(event.currentTarget.value)}
          rows={props.isSingle ? 1 : (props.minLines ?? 4)}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 13 } }}
        />
      }
    >
      <Editor {...props} />
    </Suspense>
  );
}
