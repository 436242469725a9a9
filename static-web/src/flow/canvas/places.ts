import type { Scope } from "../document";
import { groupBy } from "../grouping";
import { isObject, member, type Json } from "../json";
import { layered, type Box, type Place } from "../layout/layered";

/** The place that the layout gives a step, if it gives one. */
export function placeIn(layout: Json | undefined, id: string): Place | undefined {
  const place = member(layout, id);
  const [x, y] = [member(place, "x"), member(place, "y")];
  return typeof x === "number" && typeof y === "number" ? { x, y } : undefined;
}

/** A number of an object of the layout, such as a width. */
export function numberIn(place: Json | undefined, name: string): number | undefined {
  const value = isObject(place) ? member(place, name) : undefined;
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** Where each box of a scope stands: as the layout says; those that it does not know beside what leads to them. */
export function placesOf(scope: Scope, boxes: readonly Box[], layout: Json | undefined): Map<string, Place> {
  const known = new Map<string, Place>();
  for (const box of boxes) {
    const place = placeIn(layout, box.id);
    if (place) known.set(box.id, place);
  }
  if (known.size === boxes.length) return known;
  const proposed = layered(boxes, scope.edges);
  return known.size === 0 ? proposed : completed(scope, boxes, known, proposed);
}

/** Places what has no place next to a predecessor that has one, below whatever stands there. */
function completed(scope: Scope, boxes: readonly Box[], known: Map<string, Place>, proposed: Map<string, Place>): Map<string, Place> {
  const box = new Map(boxes.map((one) => [one.id, one]));
  const incoming = groupBy(scope.edges, (edge) => edge.to);
  const bottoms = new Columns();
  for (const [id, place] of known) bottoms.take(place, box.get(id));
  const missing = boxes.filter((one) => !known.has(one.id)).sort((a, b) => (proposed.get(a.id)?.x ?? 0) - (proposed.get(b.id)?.x ?? 0));
  for (const one of missing) {
    const source = (incoming.get(one.id) ?? []).map((edge) => edge.from).find((id) => known.has(id));
    const place = source === undefined ? undefined : known.get(source);
    const wanted = place ? { x: place.x + (box.get(source ?? "")?.width ?? 0) + 64, y: place.y } : (proposed.get(one.id) ?? { x: 0, y: 0 });
    const free = bottoms.below(wanted, one);
    known.set(one.id, free);
    bottoms.take(free, one);
  }
  return known;
}

/** What is taken, in strips of the canvas: enough to find a place that nothing covers without looking at every box. */
class Columns {
  private readonly strips = new Map<number, { top: number; bottom: number }[]>();

  take(place: Place, box: Box | undefined): void {
    for (const strip of stripsOf(place.x, box?.width ?? 0)) {
      const taken = this.strips.get(strip) ?? [];
      taken.push({ top: place.y, bottom: place.y + (box?.height ?? 0) });
      this.strips.set(strip, taken);
    }
  }

  below(wanted: Place, box: Box): Place {
    const taken = stripsOf(wanted.x, box.width).flatMap((strip) => this.strips.get(strip) ?? []);
    let y = wanted.y;
    for (const { top, bottom } of taken.sort((a, b) => a.top - b.top)) if (top < y + box.height + 28 && bottom + 28 > y) y = bottom + 28;
    return { x: wanted.x, y };
  }
}

function stripsOf(x: number, width: number): number[] {
  const first = Math.floor(x / 200);
  const last = Math.floor((x + width) / 200);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
