import { useReactFlow } from "@xyflow/react";
import { useEffect, type RefObject } from "react";
import { isTyping } from "../../app/isTyping";
import { tell } from "../../components/toasts";
import { addNoteAt, arrangeAll, copySelected, duplicateSelected, groupSelected, pasteText, removeSelected, selectAll } from "./actions";
import { redoEdit, select, undoEdit, useBuilderStore } from "./store";

/** The builder's keys. Fields keep theirs: what is typed there means nothing here. */
export function useShortcuts(host: RefObject<HTMLElement | null>, onAdd: () => void): void {
  const store = useBuilderStore();
  const { fitView, screenToFlowPosition } = useReactFlow();
  useEffect(() => {
    const noteAt = () => {
      const box = host.current?.getBoundingClientRect();
      return screenToFlowPosition({ x: (box?.left ?? 0) + 120, y: (box?.top ?? 0) + 100 });
    };
    const plain: Readonly<Record<string, () => void>> = {
      "/": onAdd,
      delete: () => removeSelected(store),
      backspace: () => removeSelected(store),
      escape: () => select(store, []),
      n: () => addNoteAt(store, noteAt()),
      l: () => void arrangeAll(store).then(() => fitView({ duration: 200, maxZoom: 1 })),
      f: () => void fitView({ duration: 200, maxZoom: 1 }),
    };
    const withCtrl: Readonly<Record<string, () => void>> = {
      z: () => undoEdit(store),
      "shift+z": () => redoEdit(store),
      y: () => redoEdit(store),
      d: () => duplicateSelected(store),
      a: () => selectAll(store),
      g: () => groupSelected(store),
    };
    const onKey = (event: KeyboardEvent) => {
      if (isElsewhere(event.target) || event.altKey) return;
      const key = event.key.toLowerCase();
      const isCtrl = event.ctrlKey || event.metaKey;
      const action = isCtrl ? withCtrl[event.shiftKey ? `shift+${key}` : key] : plain[key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    const onCopy = (event: ClipboardEvent) => {
      const text = isElsewhere(event.target) || hasTextSelection() ? undefined : copySelected(store);
      if (text === undefined) return;
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
      tell("Copied. Paste here or into another flow.");
    };
    const onPaste = (event: ClipboardEvent) => {
      if (isElsewhere(event.target)) return;
      const pasted = pasteText(store, event.clipboardData?.getData("text/plain") ?? "");
      if (pasted !== undefined) event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("copy", onCopy);
    document.addEventListener("paste", onPaste);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("paste", onPaste);
    };
  }, [store, fitView, screenToFlowPosition, host, onAdd]);
}

/** Whether a key belongs to a field, a dialog or a menu. */
function isElsewhere(target: EventTarget | null): boolean {
  return isTyping(target) || (target instanceof HTMLElement && target.closest("[role=dialog], [role=menu]") !== null);
}

function hasTextSelection(): boolean {
  return (window.getSelection()?.toString() ?? "") !== "";
}
