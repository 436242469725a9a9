import type { Canvas } from "../flow/canvas/model";
import { isMark } from "../flow/canvas/model";
import { fromElk, toElk, type ElkNode } from "../flow/layout/elkGraph";
import { layered, type Place } from "../flow/layout/layered";
import { groupBy } from "../flow/grouping";

const patience = 10_000;

/** Places all steps anew with elk, in a worker; if that fails or takes too long, with the quick layout. */
export async function arrange(canvas: Canvas): Promise<Map<string, Place>> {
  try {
    return await withElk(canvas);
  } catch {
    return quickly(canvas);
  }
}

async function withElk(canvas: Canvas): Promise<Map<string, Place>> {
  const [{ default: Elk }, { default: workerUrl }] = await Promise.all([
    import("elkjs/lib/elk-api.js"),
    import("elkjs/lib/elk-worker.min.js?url"),
  ]);
  const elk = new Elk({ workerUrl });
  try {
    const limit = new Promise<never>((_, refuse) => setTimeout(() => refuse(new Error("elk takes too long")), patience));
    return fromElk((await Promise.race([elk.layout(toElk(canvas) as Parameters<typeof elk.layout>[0]), limit])) as ElkNode);
  } finally {
    elk.terminateWorker();
  }
}

function quickly(canvas: Canvas): Map<string, Place> {
  const steps = canvas.nodes.filter((node) => !isMark(node));
  return new Map([...groupBy(steps, (node) => node.parent).values()].flatMap((some) => [...layered(some, canvas.edges)]));
}
