import { groupBy } from "../grouping";

/** A box to place. */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly from: string;
  readonly to: string;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

const columnGap = 64;
const rowGap = 28;
const sweeps = 4;

/** Places boxes in columns from left to right, so that edges lead to the right: quick, and good enough until elk has done better. */
export function layered(boxes: readonly Box[], lines: readonly Line[]): Map<string, Place> {
  const ids = new Set(boxes.map((box) => box.id));
  const real = lines.filter((line) => ids.has(line.from) && ids.has(line.to) && line.from !== line.to);
  const column = columnsOf(boxes, real);
  const columns = [...groupBy(boxes, (box) => column.get(box.id) ?? 0).entries()].sort(([a], [b]) => a - b).map(([, some]) => some);
  return placeColumns(ordered(columns, real), real);
}

/** The longest way from a start to each box. What is on a cycle stands after what leads there from outside. */
function columnsOf(boxes: readonly Box[], lines: readonly Line[]): Map<string, number> {
  const column = new Map(boxes.map((box) => [box.id, 0]));
  const outgoing = groupBy(lines, (line) => line.from);
  const open = new Map<string, number>();
  for (const line of lines) open.set(line.to, (open.get(line.to) ?? 0) + 1);
  const ready = boxes.filter((box) => !open.has(box.id)).map((box) => box.id);
  const done = new Set<string>();
  const rest = boxes.map((box) => box.id).reverse();
  for (let id = next(ready, rest, done); id !== undefined; id = next(ready, rest, done)) {
    done.add(id);
    for (const line of outgoing.get(id) ?? []) {
      if (done.has(line.to)) continue;
      column.set(line.to, Math.max(column.get(line.to) ?? 0, (column.get(id) ?? 0) + 1));
      const left = (open.get(line.to) ?? 0) - 1;
      open.set(line.to, left);
      if (left === 0) ready.push(line.to);
    }
  }
  return column;
}

/** A box whose predecessors are all placed; when only cycles are left, any. */
function next(ready: string[], rest: string[], done: ReadonlySet<string>): string | undefined {
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) if (!done.has(id)) return id;
  for (let id = rest.pop(); id !== undefined; id = rest.pop()) if (!done.has(id)) return id;
  return undefined;
}

/** Sorts each column by where its neighbours stand, back and forth, so that fewer edges cross. */
function ordered(columns: Box[][], lines: readonly Line[]): Box[][] {
  const to = groupBy(lines, (line) => line.to);
  const from = groupBy(lines, (line) => line.from);
  const rank = new Map<string, number>();
  const number = (boxes: readonly Box[]) => boxes.forEach((box, i) => rank.set(box.id, (i + 0.5) / boxes.length));
  columns.forEach(number);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const forward = sweep % 2 === 0;
    for (const boxes of forward ? columns : [...columns].reverse()) {
      const neighbours = (id: string) =>
        forward ? (to.get(id) ?? []).map((line) => line.from) : (from.get(id) ?? []).map((line) => line.to);
      const key = new Map(boxes.map((box) => [box.id, mean(neighbours(box.id), rank) ?? rank.get(box.id) ?? 0]));
      boxes.sort((a, b) => (key.get(a.id) ?? 0) - (key.get(b.id) ?? 0));
      number(boxes);
    }
  }
  return columns;
}

/** Puts each column's boxes as near to the middle of their predecessors as those above them leave room for. */
function placeColumns(columns: readonly (readonly Box[])[], lines: readonly Line[]): Map<string, Place> {
  const to = groupBy(lines, (line) => line.to);
  const middle = new Map<string, number>();
  const places = new Map<string, Place>();
  let x = 0;
  for (const boxes of columns) {
    const wanted = boxes.map((box) =>
      mean(
        (to.get(box.id) ?? []).map((line) => line.from),
        middle,
      ),
    );
    for (const [box, y] of stack(boxes, wanted)) {
      places.set(box.id, { x, y: Math.round(y) });
      middle.set(box.id, y + box.height / 2);
    }
    x += Math.max(...boxes.map((box) => box.width)) + columnGap;
  }
  return places;
}

function stack(boxes: readonly Box[], wanted: readonly (number | undefined)[]): [Box, number][] {
  const tops: [Box, number][] = [];
  let free = Number.NEGATIVE_INFINITY;
  let drift = 0;
  boxes.forEach((box, i) => {
    const want = (wanted[i] ?? (Number.isFinite(free) ? free + box.height / 2 : box.height / 2)) - box.height / 2;
    const top = Math.max(want, free);
    drift += top - want;
    tops.push([box, top]);
    free = top + box.height + rowGap;
  });
  const shift = boxes.length === 0 ? 0 : drift / boxes.length;
  return tops.map(([box, top]) => [box, top - shift]);
}

function mean(ids: readonly string[], values: ReadonlyMap<string, number>): number | undefined {
  const found = ids.map((id) => values.get(id)).filter((value) => value !== undefined);
  return found.length === 0 ? undefined : found.reduce((sum, value) => sum + value, 0) / found.length;
}
