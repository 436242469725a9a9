import { completeAnyWord } from "@codemirror/autocomplete";
import { indentUnit, StreamLanguage } from "@codemirror/language";
import { lintGutter } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import { highlightActiveLine, highlightActiveLineGutter, lineNumbers } from "@codemirror/view";
import type { FileLanguage } from "../flow/files/kinds";

/** What is written: a field's text with expressions, or a file. */
export type EditorLanguage = FileLanguage | "template";

const grammars: Readonly<Record<Exclude<EditorLanguage, "template" | "text">, () => Promise<Extension>>> = {
  python: async () => [(await import("@codemirror/lang-python")).python(), indentUnit.of("    ")],
  javascript: async () => (await import("@codemirror/lang-javascript")).javascript({ typescript: true }),
  shell: async () => StreamLanguage.define((await import("@codemirror/legacy-modes/mode/shell")).shell),
  json: async () => (await import("@codemirror/lang-json")).json(),
  yaml: async () => (await import("@codemirror/lang-yaml")).yaml(),
  markdown: async () => (await import("@codemirror/lang-markdown")).markdown(),
  sql: async () => (await import("@codemirror/lang-sql")).sql(),
};

/** The grammar of a language, loaded when it is first written. */
export async function grammarOf(language: EditorLanguage): Promise<Extension> {
  return language === "template" || language === "text" ? [] : grammars[language]();
}

/** What a file has around its text and a field has not. */
export function marginOf(language: EditorLanguage, isSingle: boolean): Extension {
  if (language === "template" || isSingle) return [];
  const margin = [lineNumbers(), lintGutter()];
  if (language === "json" || language === "yaml") return margin;
  const words = EditorState.languageData.of(() => [{ autocomplete: completeAnyWord }]);
  return [...margin, highlightActiveLine(), highlightActiveLineGutter(), words];
}
