import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import { fixedExtensions, themeOf, variableExtensions, type EditorLive } from "./extensions";
import { grammarOf, type EditorLanguage } from "./languages";
import classes from "./Editor.module.css";

export interface MergeProps {
  /** What is compared with: the left side, or what is struck out. */
  readonly other: string;
  readonly otherLabel: string;
  readonly value: string;
  readonly label: string;
  readonly language: EditorLanguage;
  /** Below each other in one text, for a narrow window. */
  readonly isUnified: boolean;
  /** With it the value can be changed, and parts of the other side taken over. */
  readonly onChange?: (text: string) => void;
}

const collapse = { margin: 3, minSize: 6 };

/** Two texts with what differs between them. */
export function Merge(props: MergeProps) {
  const host = useRef<HTMLDivElement>(null);
  const live = useRef<EditorLive>(props);
  const first = useRef(props.value);
  const dark = useComputedColorScheme("light") === "dark";
  const { other, otherLabel, label, language, isUnified } = props;
  const isReadOnly = props.onChange === undefined;

  useEffect(() => {
    live.current = props;
  });

  useEffect(() => {
    const parent = host.current;
    if (!parent) return;
    let view: { destroy: () => void } | undefined;
    let gone = false;
    void grammarOf(language).then((grammar) => {
      if (gone) return;
      const shared: Extension = [grammar, themeOf(dark), EditorView.lineWrapping];
      const own: Extension = [fixedExtensions(live, language, false), variableExtensions(label, undefined, isReadOnly), shared];
      view = isUnified
        ? unified(parent, first.current, other, isReadOnly, own)
        : sideBySide(parent, first.current, other, { otherLabel, isReadOnly, own, shared });
    });
    return () => {
      gone = true;
      view?.destroy();
    };
  }, [other, otherLabel, label, language, isUnified, isReadOnly, dark]);

  return <div ref={host} className={classes.editor} data-merge />;
}

function unified(parent: HTMLElement, value: string, original: string, isReadOnly: boolean, own: Extension): EditorView {
  const merge = unifiedMergeView({ original, mergeControls: !isReadOnly, collapseUnchanged: collapse });
  return new EditorView({ parent, state: EditorState.create({ doc: value, extensions: [own, merge] }) });
}

interface Sides {
  readonly otherLabel: string;
  readonly isReadOnly: boolean;
  readonly own: Extension;
  readonly shared: Extension;
}

function sideBySide(parent: HTMLElement, value: string, other: string, { otherLabel, isReadOnly, own, shared }: Sides): MergeView {
  return new MergeView({
    parent,
    a: { doc: other, extensions: [shared, variableExtensions(otherLabel, undefined, true)] },
    b: { doc: value, extensions: own },
    collapseUnchanged: collapse,
    ...(isReadOnly ? {} : { revertControls: "a-to-b" as const }),
  });
}
