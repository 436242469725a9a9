import { useReactFlow, type Connection, type FinalConnectionState } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState, type DragEvent } from "react";
import type { Decoration } from "../../canvas/decoration";
import { FlowCanvas, type CanvasPlace, type SelectChange } from "../../canvas/FlowCanvas";
import { ofHandle } from "../../flow/canvas/model";
import type { StepType } from "../../flow/catalog";
import { connect, type NewEdge } from "../../flow/edits/edges";
import { moveTo } from "../../flow/edits/steps";
import { changeMark, type MarkKind } from "../../flow/edits/marks";
import type { FlowDocument } from "../../flow/document";
import { applying } from "../../flow/pins/pins";
import { countByStep } from "../../flow/problems";
import { addToFlow, loopAt, stepsOf } from "./adding";
import { dragType } from "./Palette";
import { RunOverlay, useRunOverlay } from "./RunOverlay";
import { StepPicker } from "./StepPicker";
import { useReveal } from "./useReveal";
import { useShortcuts } from "./useShortcuts";
import { changeSelection, edit, select, useBuilder, useBuilderStore } from "./store";

interface Picking {
  readonly left: number;
  readonly top: number;
  readonly at: { readonly x: number; readonly y: number };
  readonly from: Omit<NewEdge, "to"> | undefined;
}

interface BuilderCanvasProps {
  readonly isPicking: boolean;
  readonly onPicking: (isPicking: boolean) => void;
}

/** The canvas that flows are drawn on. */
export function BuilderCanvas({ isPicking, onPicking }: BuilderCanvasProps) {
  const store = useBuilderStore();
  const host = useRef<HTMLDivElement>(null);
  const [dropped, setDropped] = useState<Picking>();
  const { screenToFlowPosition } = useReactFlow();
  const canvas = useBuilder((state) => state.canvas);
  const catalog = useBuilder((state) => state.catalog);
  const selected = useBuilder((state) => state.selected);
  const live = useRunOverlay();
  const decorations = useDecorations(live?.states);
  useReveal(host);
  useShortcuts(host, () => onPicking(true));

  const editing = useMemo(
    () => ({
      onMove: (places: ReadonlyMap<string, CanvasPlace>) => edit(store, "Move", (document) => moved(document, places)),
      onDragging: (isDragging: boolean) => store.setState({ isDragging }),
      onConnect: (connection: Connection) => edit(store, "Connect", (document) => connect(document, edgeOf(connection))),
      onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
        if (state.toNode || !state.fromNode || state.fromHandle.type !== "source") return;
        const point = "changedTouches" in event ? event.changedTouches[0] : event;
        const box = host.current?.getBoundingClientRect();
        if (!point || !box) return;
        setDropped({
          left: Math.min(point.clientX - box.left, box.width - 270),
          top: Math.min(point.clientY - box.top, box.height - 300),
          at: screenToFlowPosition({ x: point.clientX, y: point.clientY }),
          from: { from: state.fromNode.id, ...ofHandle(state.fromHandle.id) },
        });
      },
    }),
    [store, screenToFlowPosition],
  );
  const onSelect = useCallback((changes: readonly SelectChange[]) => changeSelection(store, changes), [store]);
  const onDrop = (event: DragEvent) => {
    const type = catalog.get(event.dataTransfer.getData(dragType));
    if (!type) return;
    event.preventDefault();
    const at = loopAt(stepsOf(store), screenToFlowPosition({ x: event.clientX, y: event.clientY }));
    select(store, []);
    addToFlow(store, type, { loop: at.loop, position: { x: at.position.x - 100, y: at.position.y - 30 } });
  };
  const onPick = (type: StepType) => {
    if (dropped) addToFlow(store, type, { from: dropped.from, position: inScope(store, dropped) });
    else addToFlow(store, type, {});
    setDropped(undefined);
    onPicking(false);
  };
  return (
    // Dropping a step type is one of three ways to add it; the palette and `/` do without a pointer.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={host} style={{ position: "absolute", inset: 0 }} onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      <FlowCanvas
        canvas={canvas}
        catalog={catalog}
        decorations={decorations}
        taken={live?.taken}
        selected={selected}
        label="Flow"
        onSelect={onSelect}
        editing={editing}
      />
      <RunOverlay live={live} />
      {(dropped ?? isPicking) && (
        <div style={{ position: "absolute", zIndex: 20, left: dropped?.left ?? "calc(50% - 130px)", top: dropped?.top ?? 40 }}>
          <StepPicker
            onPick={onPick}
            onClose={() => {
              setDropped(undefined);
              onPicking(false);
            }}
          />
        </div>
      )}
    </div>
  );
}

function useDecorations(states: ReadonlyMap<string, Decoration["state"]> | undefined) {
  const document = useBuilder((state) => state.document);
  const problems = useBuilder((state) => state.problems);
  const pins = useBuilder((state) => state.pins);
  return useMemo(() => {
    const counts = countByStep(document, problems);
    const pinned = applying(pins, document);
    const ids = new Set([...counts.keys(), ...(states?.keys() ?? []), ...pinned.keys()]);
    const decorate = (id: string): Decoration => ({ problems: counts.get(id), state: states?.get(id), isPinned: pinned.has(id) });
    return new Map([...ids].map((id): [string, Decoration] => [id, decorate(id)]));
  }, [document, problems, states, pins]);
}

/** The place of a dropped edge in the scope of the step that it comes from. */
function inScope(store: ReturnType<typeof useBuilderStore>, picking: Picking): { x: number; y: number } {
  const nodes = new Map(stepsOf(store).map((node) => [node.id, node]));
  let { x, y } = picking.at;
  for (let loop = nodes.get(picking.from?.from ?? "")?.parent ?? null; loop !== null; loop = nodes.get(loop)?.parent ?? null) {
    x -= nodes.get(loop)?.x ?? 0;
    y -= nodes.get(loop)?.y ?? 0;
  }
  return { x, y: y - 30 };
}

function edgeOf(connection: Connection): NewEdge {
  return { from: connection.source, to: connection.target, ...ofHandle(connection.sourceHandle) };
}

/** Steps are moved in the layout; notes and groups have their places in members of their own, with their sizes. */
function moved(document: FlowDocument, places: ReadonlyMap<string, CanvasPlace>): FlowDocument {
  const steps = new Map([...places].filter(([id]) => !id.includes(":")));
  return [...places].filter(([id]) => id.includes(":")).reduce((next, [id, place]) => movedMark(next, id, place), moveTo(document, steps));
}

function movedMark(document: FlowDocument, id: string, place: CanvasPlace): FlowDocument {
  const [kind, key] = [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)];
  const numbers = Object.entries(place).filter(
    (entry): entry is [string, number] => typeof entry[1] === "number" && Number.isFinite(entry[1]),
  );
  return changeMark(document, kind as MarkKind, key, Object.fromEntries(numbers.map(([name, value]) => [name, Math.round(value)])));
}
