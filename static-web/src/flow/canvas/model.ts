import type { EdgeOn } from "../document";
import type { JsonObject } from "../json";

/** A step as a box, or a loop as a frame around its body. Positions are relative to the parent. */
export interface StepNode {
  readonly kind: "step" | "loop";
  readonly id: string;
  readonly parent: string | null;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly step: JsonObject;
  readonly ports: readonly string[];
  readonly color: string | undefined;
}

/** A note or a frame around steps; neither means anything to a run. */
export interface MarkNode {
  readonly kind: "note" | "group";
  readonly id: string;
  /** Its key in `$notes` or `$groups`. */
  readonly key: string;
  readonly parent: null;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
  readonly color: string | undefined;
}

export type CanvasNode = StepNode | MarkNode;

export function isMark(node: CanvasNode): node is MarkNode {
  return node.kind === "note" || node.kind === "group";
}

export interface CanvasEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly on: EdgeOn;
  readonly port: string | undefined;
  /** The handle that it leaves: `success`, `failure`, `always` or `port:NAME`. */
  readonly handle: string;
}

export interface Canvas {
  readonly nodes: readonly CanvasNode[];
  readonly edges: readonly CanvasEdge[];
}

export const stepWidth = 200;
export const stepHeight = 60;
export const portHeight = 22;
export const loopPadding = 24;
export const loopHeader = 48;

/** Where a step's port is, from the step's top. */
export function portMiddle(index: number): number {
  return stepHeight + index * portHeight + portHeight / 2 - 4;
}

export function handleOf(on: EdgeOn, port: string | undefined): string {
  return on === "success" && port !== undefined ? `port:${port}` : on;
}

/** What an edge that leaves a handle is. */
export function ofHandle(handle: string | null | undefined): { on: EdgeOn; port: string | undefined } {
  if (handle?.startsWith("port:")) return { on: "success", port: handle.slice("port:".length) };
  return { on: handle === "failure" || handle === "always" ? handle : "success", port: undefined };
}

export function heightOf(ports: readonly string[]): number {
  return ports.length === 0 ? stepHeight : stepHeight + ports.length * portHeight;
}
