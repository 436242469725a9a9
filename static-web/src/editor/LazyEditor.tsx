import { Textarea } from "@mantine/core";
import { lazy, Suspense, useRef } from "react";
import type { EditorProps } from "./Editor";

const Editor = lazy(async () => ({ default: (await import("./Editor")).Editor }));

// As high as the editor will be, so that nothing moves when it comes.
const mostLines = 18;
const text = { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 13, lineHeight: "19.5px" };
const plain = { input: { ...text, minHeight: 0, paddingBlock: 4 } };
const filling = { root: { height: "100%" }, wrapper: { height: "100%" }, input: { ...text, height: "100%" } };

/** The editor; until it has been loaded a plain field, in which one can write already. Who is in it goes on writing in the editor. */
export function LazyEditor(props: EditorProps) {
  const caret = useRef<number>(undefined);
  const takeCaret = () => {
    const at = caret.current;
    caret.current = undefined;
    return at;
  };
  return (
    <Suspense
      fallback={
        <Textarea
          aria-label={props.label}
          value={props.value}
          placeholder={props.placeholder}
          readOnly={props.isReadOnly ?? false}
          onChange={(event) => props.onChange?.(event.currentTarget.value)}
          onSelect={(event) => (caret.current = event.currentTarget.selectionEnd)}
          onFocus={(event) => (caret.current = event.currentTarget.selectionEnd)}
          onBlur={() => (caret.current = undefined)}
          rows={
            props.isSingle
              ? 1
              : Math.max(props.minLines ?? 1, Math.min(mostLines, (props.value || (props.placeholder ?? "")).split("\n").length))
          }
          styles={props.fill ? filling : plain}
        />
      }
    >
      <Editor {...props} takeCaret={takeCaret} />
    </Suspense>
  );
}
