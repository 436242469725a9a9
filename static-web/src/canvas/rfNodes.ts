import { MarkerType, Position, type Edge, type Node, type NodeHandle } from "@xyflow/react";
import type { StepType, Catalog } from "../flow/catalog";
import { typeOf } from "../flow/document";
import {
  isMark,
  portMiddle,
  stepHeight,
  type Canvas,
  type CanvasEdge,
  type CanvasNode,
  type MarkNode,
  type StepNode,
} from "../flow/canvas/model";
import { asText, member } from "../flow/json";
import { sameDecoration, type Decoration } from "./decoration";

/** As large as canvas.module.css draws them. */
const handleSize = 11;

export type StepData = {
  readonly node: StepNode;
  readonly type: StepType | undefined;
  readonly decoration: Decoration | undefined;
};
export type MarkData = {
  readonly node: MarkNode;
};
export type FlowNode = Node<StepData, "step" | "loop"> | Node<MarkData, "note" | "group">;

export type Decorations = ReadonlyMap<string, Decoration>;

/** The canvas as xyflow draws it. Nodes that look the same stay the same objects. */
export function toNodes(
  before: readonly FlowNode[],
  canvas: Canvas,
  catalog: Catalog,
  decorations: Decorations,
  selected: ReadonlySet<string>,
): FlowNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  return canvas.nodes.map((node) => {
    const decoration = decorations.get(node.id);
    const old = known.get(node.id);
    const isSelected = selected.has(node.id);
    const same = old?.data.node === node && (!("decoration" in old.data) || sameDecoration(old.data.decoration, decoration));
    if (old && same) return (old.selected ?? false) === isSelected ? old : { ...old, selected: isSelected };
    return { ...toNode(node, catalog, decoration), selected: isSelected };
  });
}

function toNode(node: CanvasNode, catalog: Catalog, decoration: Decoration | undefined): FlowNode {
  const { width, height } = node;
  // With its size and its handles xyflow need not draw a step first to find out where they are.
  const place = {
    id: node.id,
    position: { x: node.x, y: node.y },
    width,
    height,
    measured: { width, height },
    handles: isMark(node) ? [] : handlesOf(node),
  };
  if (isMark(node)) {
    return { ...place, type: node.kind, data: { node }, zIndex: node.kind === "group" ? -2 : -1, ariaLabel: `${node.kind} ${node.text}` };
  }
  const type = catalog.get(typeOf(node.step));
  return {
    ...place,
    type: node.kind,
    ...(node.parent === null ? {} : { parentId: node.parent }),
    data: { node, type, decoration },
    ariaLabel: `Step ${asText(member(node.step, "name")) ?? node.id}, ${type?.title ?? typeOf(node.step)}${spoken(decoration)}`,
  };
}

/** Where edges begin and end: success and ports to the right, failure and always at the lower edge. */
function handlesOf({ width, height, ports }: Pick<StepNode, "width" | "height" | "ports">): NodeHandle[] {
  return [
    handle("target", Position.Left, null, 0, stepHeight / 2),
    handle("source", Position.Right, "success", width, stepHeight / 2),
    ...ports.map((port, i) => handle("source", Position.Right, `port:${port}`, width, portMiddle(i))),
    handle("source", Position.Bottom, "failure", 0.8 * width, height),
    handle("source", Position.Bottom, "always", 0.6 * width, height),
  ];
}

/** A handle around a point of the step. */
function handle(type: "source" | "target", position: Position, id: string | null, x: number, y: number): NodeHandle {
  return { type, position, id, x: x - handleSize / 2, y: y - handleSize / 2, width: handleSize, height: handleSize };
}

function spoken(decoration: Decoration | undefined): string {
  const errors = decoration?.problems?.errors ?? 0;
  const problems = errors > 0 ? `, ${errors} ${errors === 1 ? "problem" : "problems"}` : "";
  return `${problems}${decoration?.state ? `, ${decoration.state.phase}` : ""}`;
}

const colors = { success: "var(--line-strong)", failure: "var(--phase-failed)", always: "var(--phase-cancelled)" } as const;

export function toEdges(
  before: readonly Edge[],
  canvas: Canvas,
  selected: ReadonlySet<string>,
  taken: ReadonlySet<string> | undefined,
): Edge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]));
  return canvas.edges.map((edge) => {
    const old = known.get(edge.id);
    const isTaken = taken?.has(edge.id) ?? false;
    const same = old?.data?.edge === edge && old.data.taken === isTaken && (old.selected ?? false) === selected.has(edge.id);
    return old && same ? old : toEdge(edge, selected.has(edge.id), isTaken);
  });
}

function toEdge(edge: CanvasEdge, isSelected: boolean, isTaken: boolean): Edge {
  const color = isTaken ? "var(--phase-succeeded)" : isSelected ? "var(--mantine-primary-color-filled)" : colors[edge.on];
  // Ports stand at the step already.
  const label = edge.on === "success" ? undefined : edge.on === "failure" ? "on failure" : "always";
  return {
    id: edge.id,
    source: edge.from,
    target: edge.to,
    sourceHandle: edge.handle,
    selected: isSelected,
    data: { edge, taken: isTaken },
    ...(label === undefined ? {} : { label }),
    labelStyle: { fill: "var(--mantine-color-text)", fontSize: 11 },
    labelBgStyle: { fill: "var(--canvas)" },
    style: {
      stroke: color,
      strokeWidth: isSelected || isTaken ? 2.5 : 1.5,
      ...(edge.on === "success" ? {} : { strokeDasharray: edge.on === "failure" ? "6 4" : "2 4" }),
    },
    markerEnd: { type: MarkerType.ArrowClosed, color, width: 14, height: 14, markerUnits: "userSpaceOnUse" },
    ariaLabel: `Edge from ${edge.from} to ${edge.to}${edge.port === undefined ? "" : `, port ${edge.port}`}${label === undefined ? "" : `, ${label}`}`,
  };
}
