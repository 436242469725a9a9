import "@xyflow/react/dist/style.css";
import { Controls, ReactFlow, useReactFlow, type Connection, type EdgeChange, type NodeChange, type OnConnectEnd } from "@xyflow/react";
import { useComputedColorScheme } from "@mantine/core";
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import type { Catalog } from "../flow/catalog";
import type { Canvas } from "../flow/canvas/model";
import { startView } from "../flow/canvas/startView";
import type { Size } from "../flow/canvas/view";
import { Dots } from "./Dots";
import { GroupView, NoteView } from "./MarkView";
import { SmallMap } from "./SmallMap";
import { LoopView, StepView } from "./StepView";
import { toEdges, toNodes, type Decorations, type FlowNode } from "./rfNodes";
import classes from "./canvas.module.css";

// xyflow wants the same object each time.
const nodeTypes = { step: StepView, loop: LoopView, note: NoteView, group: GroupView };
const deleteKeys = null;
const noDecorations: Decorations = new Map();
const fitOptions = { maxZoom: 1, padding: 0.12 };
const manyNodes = 150;
/** From so many nodes on a small map helps. */
const mapNodes = 15;
/** Below this a flow is no use as a whole: then its beginning is shown, so large that it can be read. Who reads a run wants the whole. */
const tooSmall = { editing: 0.4, reading: 0.25 };

export interface CanvasPlace {
  readonly x: number;
  readonly y: number;
  readonly width?: number;
  readonly height?: number;
}

export interface SelectChange {
  readonly id: string;
  readonly isSelected: boolean;
}

export interface FlowCanvasProps {
  readonly canvas: Canvas;
  readonly catalog: Catalog;
  readonly decorations?: Decorations;
  readonly taken?: ReadonlySet<string> | undefined;
  readonly selected: ReadonlySet<string>;
  readonly label: string;
  /** What a person selected or let go. The owner keeps what is selected; the canvas only shows it. */
  readonly onSelect: (changes: readonly SelectChange[]) => void;
  /** What a canvas that can be changed tells; without it the canvas is for reading. */
  readonly editing?: {
    readonly onMove: (places: ReadonlyMap<string, CanvasPlace>) => void;
    readonly onDragging: (isDragging: boolean) => void;
    readonly onConnect: (connection: Connection) => void;
    readonly onConnectEnd: OnConnectEnd;
  };
  /** Without the small map, for a small canvas. */
  readonly isPlain?: boolean;
  readonly children?: ReactNode;
}

/** The flow as a drawing. */
export function FlowCanvas(props: FlowCanvasProps) {
  const host = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>();
  // What is shown first depends on it: otherwise all steps would be drawn, and most of them be taken away again.
  useLayoutEffect(() => {
    if (host.current) setSize({ width: host.current.clientWidth, height: host.current.clientHeight });
  }, []);
  return (
    <div
      ref={host}
      className={`${classes.canvas ?? ""} ${props.editing ? "" : (classes.readOnly ?? "")}`}
      role="application"
      aria-label={props.label}
    >
      {size && <Drawing {...props} size={size} />}
    </div>
  );
}

function Drawing({
  canvas,
  catalog,
  decorations = noDecorations,
  taken,
  selected,
  onSelect,
  editing,
  isPlain = false,
  children,
  size,
}: FlowCanvasProps & { readonly size: Size }) {
  const [first] = useState(() => ({
    nodes: toNodes([], canvas, catalog, decorations, selected),
    edges: toEdges([], canvas, selected, taken),
    view: startView(canvas, size, editing ? tooSmall.editing : tooSmall.reading),
  }));
  // They live in xyflow's store, which each frame of a drag changes: nothing is rendered here then.
  const { setNodes, setEdges } = useReactFlow<FlowNode>();
  // Counts what the owner was told: it may have refused, and then xyflow has to take back what it shows already.
  const [told, setTold] = useState(0);
  const dark = useComputedColorScheme("light") === "dark";
  useEffect(
    () => setNodes((before) => toNodes(before, canvas, catalog, decorations, selected)),
    [canvas, catalog, decorations, selected, told, setNodes],
  );
  useEffect(() => setEdges((before) => toEdges(before, canvas, selected, taken)), [canvas, selected, taken, told, setEdges]);
  const onMove = editing?.onMove;
  const onChange = useCallback(
    (changes: readonly (NodeChange<FlowNode> | EdgeChange)[]) => {
      const selects = changes.filter((change) => change.type === "select");
      if (selects.length > 0) {
        onSelect(selects.map((change) => ({ id: change.id, isSelected: change.selected })));
        setTold((count) => count + 1);
      }
      if (onMove) tellMoves(changes, onMove);
    },
    [onSelect, onMove],
  );
  const onConnect = editing?.onConnect;
  const connect = useCallback(
    (connection: Connection) => {
      onConnect?.(connection);
      setTold((count) => count + 1);
    },
    [onConnect],
  );
  const isLarge = canvas.nodes.length > manyNodes;
  return (
    <ReactFlow
      defaultNodes={first.nodes}
      defaultEdges={first.edges}
      nodeTypes={nodeTypes}
      onNodesChange={onChange}
      onEdgesChange={onChange}
      {...(editing ? { onConnect: connect, onConnectEnd: editing.onConnectEnd } : {})}
      onNodeDragStart={() => editing?.onDragging(true)}
      onNodeDragStop={() => editing?.onDragging(false)}
      nodesDraggable={editing !== undefined}
      nodesConnectable={editing !== undefined}
      deleteKeyCode={deleteKeys}
      multiSelectionKeyCode={["Control", "Meta", "Shift"]}
      colorMode={dark ? "dark" : "light"}
      onlyRenderVisibleElements={isLarge}
      minZoom={0.05}
      defaultViewport={first.view}
      connectionRadius={30}
    >
      <Dots />
      <Controls showInteractive={false} fitViewOptions={fitOptions} />
      {!isPlain && canvas.nodes.length >= mapNodes && <SmallMap canvas={canvas} decorations={decorations} isDark={dark} />}
      {children}
    </ReactFlow>
  );
}

/** Tells where nodes have come to lie when a drag, a press of an arrow key or a change of size has ended. */
function tellMoves(
  changes: readonly (NodeChange<FlowNode> | EdgeChange)[],
  onMove: (places: ReadonlyMap<string, CanvasPlace>) => void,
): void {
  const places = new Map<string, CanvasPlace>();
  for (const change of changes) {
    if (change.type === "position" && change.dragging === false && change.position)
      places.set(change.id, { ...places.get(change.id), ...change.position });
  }
  for (const change of changes) {
    if (change.type !== "dimensions" || change.resizing !== false || !change.dimensions) continue;
    const place = changes.find((one) => one.type === "position" && one.id === change.id);
    const position = place?.type === "position" ? place.position : undefined;
    places.set(change.id, { x: position?.x ?? Number.NaN, y: position?.y ?? Number.NaN, ...change.dimensions });
  }
  if (places.size > 0) onMove(places);
}
