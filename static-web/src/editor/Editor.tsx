import { useComputedColorScheme } from "@mantine/core";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useLayoutEffect, useRef } from "react";
import { changesBetween } from "./changes";
import { fixedExtensions, fromOwner, themeOf, variableExtensions, type EditorLive } from "./extensions";
import { grammarOf, type EditorLanguage } from "./languages";
import classes from "./Editor.module.css";

export interface EditorProps extends EditorLive {
  readonly value: string;
  readonly label: string;
  readonly language: EditorLanguage;
  /** One line, as a field of a form. */
  readonly isSingle?: boolean;
  readonly placeholder?: string | undefined;
  readonly isReadOnly?: boolean;
  readonly isInvalid?: boolean;
  readonly minLines?: number;
  readonly fill?: boolean;
}

/** CodeMirror as a controlled input. It is loaded only when something is written. It goes on where the caret is that it takes over. */
export function Editor(props: EditorProps & { readonly takeCaret: () => number | undefined }) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const live = useRef<EditorLive>(props);
  const compartments = useRef({ theme: new Compartment(), grammar: new Compartment(), rest: new Compartment() });
  const dark = useComputedColorScheme("light") === "dark";
  const { value, label, language, isSingle = false, placeholder, isReadOnly = false, takeCaret } = props;

  useEffect(() => {
    live.current = props;
  });

  // Before the first paint: an empty box in between would move what is below.
  useLayoutEffect(() => {
    if (!host.current) return;
    const { theme, grammar, rest } = compartments.current;
    const extensions: Extension = [fixedExtensions(live, language, isSingle), grammar.of([]), theme.of([]), rest.of([])];
    const made = new EditorView({ parent: host.current, state: EditorState.create({ doc: value, extensions }) });
    view.current = made;
    const at = takeCaret();
    if (at !== undefined) {
      made.dispatch({ selection: { anchor: Math.min(at, made.state.doc.length) } });
      made.focus();
    }
    void grammarOf(language).then((loaded) => {
      if (view.current === made) made.dispatch({ effects: grammar.reconfigure(loaded) });
    });
    return () => {
      made.destroy();
      view.current = null;
    };
    // The value is brought in below; a new editor is needed only for another language.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [language, isSingle]);

  useLayoutEffect(() => {
    const { theme, rest } = compartments.current;
    view.current?.dispatch({
      effects: [theme.reconfigure(themeOf(dark)), rest.reconfigure(variableExtensions(label, placeholder, isReadOnly))],
    });
  }, [dark, label, placeholder, isReadOnly, language, isSingle]);

  useEffect(() => {
    const changes = view.current && changesBetween(view.current.state.doc.toString(), value);
    if (changes) view.current?.dispatch({ changes, annotations: fromOwner.of(true) });
  }, [value]);

  return (
    <div
      ref={host}
      className={classes.editor}
      data-single={isSingle ? true : undefined}
      data-fill={props.fill === true ? true : undefined}
      data-invalid={props.isInvalid === true ? true : undefined}
      style={props.minLines ? { minHeight: `${props.minLines * 1.5}em` } : undefined}
    />
  );
}
