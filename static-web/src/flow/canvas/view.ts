export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/** Where the flow's origin is shown, and how large. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** The box around some boxes, of which there is at least one. */
export function around(boxes: readonly Box[]): Box {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    [x0, y0] = [Math.min(x0, x), Math.min(y0, y)];
    [x1, y1] = [Math.max(x1, x + width), Math.max(y1, y + height)];
  }
  return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
}

/** A box in the middle of a place, as large as fits. */
export function fitted({ x, y, width, height }: Box, place: Size, margin: Size, most = Infinity): View {
  const zoom = Math.min(most, (place.width - 2 * margin.width) / width, (place.height - 2 * margin.height) / height);
  return { x: (place.width - (2 * x + width) * zoom) / 2, y: (place.height - (2 * y + height) * zoom) / 2, zoom };
}
