import { Drawer } from "@mantine/core";
import { ReactFlowProvider } from "@xyflow/react";
import { lazy, Suspense, useEffect, useState } from "react";
import { readDraft, saveDraft } from "../../api/flows";
import { useRefusals } from "../../api/me";
import { Loading } from "../../components/States";
import { tell, tellError } from "../../components/toasts";
import { useSmallWindow } from "../../components/useSmallWindow";
import { Autosave } from "./autosave";
import { BuilderCanvas } from "./BuilderCanvas";
import { Palette } from "./Palette";
import { keepWhenLeaving } from "./keptDraft";
import { loadPins } from "./pinning";
import { ProblemsPanel } from "./ProblemsPanel";
import { Toolbar } from "./Toolbar";
import type { SidePanel } from "./useToolbarCommands";
import { BuilderContext, createBuilder, useBuilder, useBuilderStore, type BuilderStart, type BuilderStore } from "./store";
import classes from "./Builder.module.css";

// The forms come right after the drawing, which does not wait for them.
const Inspector = lazy(async () => ({ default: (await import("./inspector/Inspector")).Inspector }));

// Reading and writing YAML is loaded only when somebody wants to see the text.
const TextPanel = lazy(async () => ({ default: (await import("./TextPanel")).TextPanel }));

const MergeDialog = lazy(async () => ({ default: (await import("./dialogs/MergeDialog")).MergeDialog }));

/** The builder with its own state, from what the app has. */
export function Builder({ start }: { readonly start: BuilderStart }) {
  const [store] = useState(() => openBuilder(start));
  const [autosave] = useState(
    () => new Autosave(store, { save: saveDraft, read: readDraft }, () => tell("Changes of another tab were brought together with yours.")),
  );
  useEffect(() => {
    autosave.start();
    return () => {
      void autosave.flush();
      autosave.stop();
    };
  }, [autosave]);
  useEffect(() => warnBeforeLeaving(() => store.getState().save !== "saved"), [store]);
  useEffect(() => keepWhenLeaving(store), [store]);
  return (
    <BuilderContext value={store}>
      <ReactFlowProvider>
        <Layout autosave={autosave} />
      </ReactFlowProvider>
      <ReadOnly />
      <Refusals />
      <Conflict autosave={autosave} />
    </BuilderContext>
  );
}

function openBuilder(start: BuilderStart): BuilderStore {
  const store = createBuilder(start);
  store.setState({ pins: loadPins(start.flowId) });
  return store;
}

function Layout({ autosave }: { readonly autosave: Autosave }) {
  const [panel, setPanel] = useState<SidePanel>();
  const [picking, setPicking] = useState(false);
  const small = useSmallWindow();
  return (
    <div className={classes.builder}>
      <Toolbar
        autosave={autosave}
        panel={panel}
        onPanel={(next) => setPanel(next === panel ? undefined : next)}
        onAdd={() => setPicking(true)}
        isSmall={small}
      />
      <div className={classes.middle}>
        {!small && <Palette />}
        <div className={classes.center}>
          <div className={classes.canvas}>
            <BuilderCanvas isPicking={picking} onPicking={setPicking} />
          </div>
          {panel && (
            <section className={classes.bottom} aria-label={panel === "problems" ? "Problems" : "Text"}>
              {panel === "problems" ? (
                <ProblemsPanel />
              ) : (
                <Suspense fallback={<Loading what="the text" />}>
                  <TextPanel />
                </Suspense>
              )}
            </section>
          )}
        </div>
        {small ? (
          <SmallInspector isHidden={picking} />
        ) : (
          <aside className={classes.inspector} aria-label="Settings">
            <Suspense>
              <Inspector />
            </Suspense>
          </aside>
        )}
      </div>
    </div>
  );
}

/** On a narrow window the settings of what is selected come from below, and leave room for what is picked. */
function SmallInspector({ isHidden }: { readonly isHidden: boolean }) {
  const store = useBuilderStore();
  const isOpen = useBuilder((state) => state.selected.size === 1 || state.isFlowShown);
  return (
    <Drawer
      opened={isOpen && !isHidden}
      onClose={() => store.setState({ selected: new Set(), isFlowShown: false })}
      position="bottom"
      size="70%"
      title="Settings"
      withOverlay={false}
      trapFocus={false}
      lockScroll={false}
    >
      <Suspense fallback={<Loading what="the settings" />}>
        <Inspector />
      </Suspense>
    </Drawer>
  );
}

function Conflict({ autosave }: { readonly autosave: Autosave }) {
  const conflict = useBuilder((state) => state.conflict);
  return <Suspense>{conflict && <MergeDialog autosave={autosave} conflict={conflict} />}</Suspense>;
}

/** Who may not change the flow finds that out before drawing, not when it cannot be saved. */
function ReadOnly() {
  const store = useBuilderStore();
  const flowId = useBuilder((state) => state.flowId);
  const readOnly = useRefusals(flowId)("flows.write");
  useEffect(() => store.setState({ readOnly }), [store, readOnly]);
  return null;
}

function Refusals() {
  const store = useBuilderStore();
  const refusal = useBuilder((state) => state.refusal);
  useEffect(() => {
    if (refusal === undefined) return;
    tellError("That is not possible", refusal);
    store.setState({ refusal: undefined });
  }, [refusal, store]);
  return null;
}

function warnBeforeLeaving(isUnsaved: () => boolean): () => void {
  const ask = (event: BeforeUnloadEvent) => {
    if (isUnsaved()) event.preventDefault();
  };
  window.addEventListener("beforeunload", ask);
  return () => window.removeEventListener("beforeunload", ask);
}
