import { heightOf, isMark, loopHeader, loopPadding, stepHeight, portHeight, type Canvas, type StepNode } from "../canvas/model";
import { groupBy } from "../grouping";
import type { Place } from "./layered";

/** What elk reads: a graph whose nodes may hold graphs. */
export interface ElkNode {
  readonly id: string;
  readonly width?: number;
  readonly height?: number;
  readonly x?: number;
  readonly y?: number;
  readonly ports?: readonly ElkPort[];
  readonly children?: readonly ElkNode[];
  readonly edges?: readonly ElkEdge[];
  readonly layoutOptions?: Readonly<Record<string, string>>;
}

interface ElkPort {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly layoutOptions: Readonly<Record<string, string>>;
}

interface ElkEdge {
  readonly id: string;
  readonly sources: readonly string[];
  readonly targets: readonly string[];
}

const graphOptions = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.layered.spacing.nodeNodeBetweenLayers": "64",
  "elk.spacing.nodeNode": "28",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
} as const;

/** The steps of a canvas as a graph for elk: loops hold their bodies, and ports keep their order. */
export function toElk(canvas: Canvas): ElkNode {
  const steps = canvas.nodes.filter((node) => !isMark(node));
  const children = groupBy(steps, (node) => node.parent);
  const parent = new Map(steps.map((node) => [node.id, node.parent]));
  const edges = groupBy(canvas.edges, (edge) => parent.get(edge.from) ?? null);
  const graph = (of: string | null): Pick<ElkNode, "children" | "edges"> => ({
    children: (children.get(of) ?? []).map((node) => elkNode(node, graph)),
    edges: (edges.get(of) ?? []).map((edge) => ({ id: edge.id, sources: [`${edge.from}|${edge.handle}`], targets: [edge.to] })),
  });
  return { id: "flow", layoutOptions: graphOptions, ...graph(null) };
}

/** Where elk put the steps, relative to their parents. */
export function fromElk(graph: ElkNode): Map<string, Place> {
  const places = new Map<string, Place>();
  const read = (node: ElkNode) => {
    for (const child of node.children ?? []) {
      places.set(child.id, { x: Math.round(child.x ?? 0), y: Math.round(child.y ?? 0) });
      read(child);
    }
  };
  read(graph);
  return places;
}

function elkNode(node: StepNode, graph: (of: string) => Pick<ElkNode, "children" | "edges">): ElkNode {
  const isLoop = node.kind === "loop";
  return {
    id: node.id,
    width: node.width,
    height: isLoop ? node.height : heightOf(node.ports),
    ports: portsOf(node),
    layoutOptions: {
      "elk.portConstraints": isLoop ? "FIXED_ORDER" : "FIXED_POS",
      ...(isLoop
        ? { ...graphOptions, "elk.padding": `[top=${loopHeader},left=${loopPadding},bottom=${loopPadding},right=${loopPadding}]` }
        : {}),
    },
    ...(isLoop ? graph(node.id) : {}),
  };
}

function portsOf(node: StepNode): ElkPort[] {
  const handles = ["success", ...node.ports.map((port) => `port:${port}`), "failure", "always"];
  return handles.map((handle, i) => ({
    id: `${node.id}|${handle}`,
    x: node.width,
    y:
      handle === "success"
        ? stepHeight / 2
        : handle.startsWith("port:")
          ? stepHeight + (i - 0.5) * portHeight - portHeight / 2
          : node.height - 8,
    layoutOptions: { "elk.port.side": "EAST" },
  }));
}
