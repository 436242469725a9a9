import { useEffect } from "react";
import { offerCommands } from "../../app/commands";
import { arrangeAll, groupSelected, runFromSelected } from "./actions";
import { useBuilderStore } from "./store";

export type SidePanel = "problems" | "text";
export type Dialog = "publish" | "run" | "versions";

/** Offers the builder's commands in the palette, and its key for a run. */
export function useToolbarCommands(setDialog: (dialog: Dialog) => void, onPanel: (panel: SidePanel) => void, onAdd: () => void): void {
  const store = useBuilderStore();
  useEffect(() => {
    const group = "Builder";
    return offerCommands("builder", [
      { id: "add-step", label: "Add a step", group, keys: "/", run: () => setTimeout(onAdd) },
      { id: "run", label: "Run the flow", group, keys: "Ctrl Enter", run: () => setDialog("run") },
      { id: "run-from", label: "Run from the selected step", group, run: () => runFromSelected(store) },
      { id: "publish", label: "Publish", group, run: () => setDialog("publish") },
      { id: "versions", label: "Versions", group, run: () => setDialog("versions") },
      { id: "problems", label: "Problems", group, run: () => onPanel("problems") },
      { id: "text", label: "The flow as text", group, run: () => onPanel("text") },
      { id: "arrange", label: "Arrange all steps", group, keys: "L", run: () => void arrangeAll(store) },
      { id: "group", label: "Frame the selected steps", group, keys: "Ctrl G", run: () => groupSelected(store) },
    ]);
  }, [store, setDialog, onPanel, onAdd]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) setDialog("run");
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [setDialog]);
}
