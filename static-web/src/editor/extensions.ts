import {
  autocompletion,
  closeBrackets,
  completionKeymap,
  type Completion as CmCompletion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { linter, type Diagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Annotation, EditorState, RangeSetBuilder, type Extension } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  keymap,
  placeholder as placeholderText,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { complete, type Completion } from "../flow/expressions/completion";
import type { ExpressionScope } from "../flow/expressions/scope";
import { holesOf } from "../flow/expressions/tokens";
import { marginOf, type EditorLanguage } from "./languages";

/** Marks a change that the owner brings in: it is not told back. */
export const fromOwner = Annotation.define<boolean>();

/** What an editor asks its owner for while it lives. */
export interface EditorLive {
  readonly onChange?: (text: string) => void;
  readonly onFocus?: () => void;
  readonly onBlur?: () => void;
  readonly scope?: ExpressionScope | undefined;
  readonly diagnostics?: readonly Diagnostic[];
}

interface Live {
  readonly current: EditorLive;
}

export function fixedExtensions(live: Live, language: EditorLanguage, isSingle: boolean): Extension {
  const isDocument = language === "template" || language === "json" || language === "yaml";
  return [
    history(),
    closeBrackets(),
    bracketMatching(),
    highlightSelectionMatches(),
    EditorView.lineWrapping,
    // Braces in a script mean nothing to the app.
    isDocument ? [holes, autocompletion({ override: [(context) => completionsAt(context, live)], icons: false })] : autocompletion(),
    marginOf(language, isSingle),
    linter(() => [...(live.current.diagnostics ?? [])], { delay: 100 }),
    keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, ...(isSingle ? [] : [indentWithTab, ...searchKeymap])]),
    isSingle ? EditorState.transactionFilter.of((tr) => (tr.newDoc.lines > 1 ? [] : tr)) : [],
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((tr) => tr.annotation(fromOwner)))
        live.current.onChange?.(update.state.doc.toString());
      if (update.focusChanged) (update.view.hasFocus ? live.current.onFocus : live.current.onBlur)?.();
    }),
  ];
}

export function variableExtensions(label: string, placeholder: string | undefined, isReadOnly: boolean): Extension {
  return [
    EditorView.contentAttributes.of({ "aria-label": label }),
    placeholder === undefined ? [] : placeholderText(placeholder),
    EditorState.readOnly.of(isReadOnly),
    EditorView.editable.of(!isReadOnly),
  ];
}

export function themeOf(dark: boolean): Extension {
  return [
    EditorView.theme({}, { dark }),
    syntaxHighlighting(dark ? darkStyle : lightStyle),
    dark ? [] : syntaxHighlighting(defaultHighlightStyle, { fallback: true }),
  ];
}

const lightStyle = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "#1864ab" },
  { tag: tags.string, color: "#2b6e3f" },
  { tag: [tags.number, tags.bool, tags.null], color: "#a33b00" },
  { tag: tags.comment, color: "#5c636a" },
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "#862e9c" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "#364fc7" },
  { tag: [tags.heading, tags.strong], fontWeight: "600" },
  { tag: tags.link, color: "#1864ab", textDecoration: "underline" },
]);

const darkStyle = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "#74c0fc" },
  { tag: tags.string, color: "#8ce99a" },
  { tag: [tags.number, tags.bool, tags.null], color: "#ffc078" },
  { tag: tags.comment, color: "#a6a7ab" },
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "#e599f7" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "#91a7ff" },
  { tag: [tags.heading, tags.strong], fontWeight: "600" },
  { tag: tags.link, color: "#74c0fc", textDecoration: "underline" },
]);

function completionsAt(context: CompletionContext, live: Live): CompletionResult | null {
  const scope = live.current.scope;
  if (!scope) return null;
  const found = complete(context.state.doc.toString(), context.pos, scope);
  if (!found || (found.options.length === 0 && !context.explicit)) return null;
  return { from: found.from, options: found.options.map((option, i) => toOption(option, i)), validFor: /^[\w$]*$/ };
}

function toOption(option: Completion, i: number): CmCompletion {
  return {
    label: option.label,
    ...(option.detail === undefined ? {} : { detail: option.detail }),
    type: option.kind,
    // Data before methods, in the order in which it was found.
    boost: option.kind === "method" || option.kind === "function" ? -50 : Math.max(-49, 50 - i),
    apply: (view, _, from, to) => {
      const text = option.kind === "method" || option.detail === "function" ? `${option.apply}()` : option.apply;
      const start = option.from ?? from;
      const inside = text.endsWith("()") ? 1 : 0;
      view.dispatch({
        changes: { from: start, to, insert: text },
        selection: { anchor: start + text.length - inside },
        userEvent: "input.complete",
      });
    },
  };
}

const mark = Decoration.mark({ class: "flow-hole" });

/** Shows what is an expression and what is text. */
const holes = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }

    update(update: ViewUpdate) {
      if (update.docChanged) this.decorations = decorate(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function decorate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const hole of holesOf(view.state.doc.toString())) builder.add(hole.start - 2, hole.closed ? hole.end + 2 : hole.end, mark);
  return builder.finish();
}
