import { useAccess } from "../../access/session";
import type { FlowDocument } from "../../flow/document";
import type { BuilderStart, BuilderStore } from "./store";

/** What a visit of a flow begins with. */
export type FirstState = Omit<BuilderStart, "flowId" | "catalog" | "step">;

/** Edits that could not be saved before the page went, as when nobody was signed in any more. */
interface Kept {
  readonly document: FlowDocument;
  readonly saved: FlowDocument;
  readonly etag: string | undefined;
  readonly baseVersion: number | undefined;
}

/** In this tab only, and for the person and the workspace that they are of. */
function keyOf(flowId: string): string {
  const { session, workspace } = useAccess.getState();
  return `flow.draft ${session?.person ?? ""} ${workspace ?? ""} ${flowId}`;
}

/** Keeps what is not saved when the page goes. */
export function keepWhenLeaving(store: BuilderStore): () => void {
  const keep = () => {
    const { flowId, document, saved, etag, baseVersion } = store.getState();
    if (document === saved) return;
    try {
      sessionStorage.setItem(keyOf(flowId), JSON.stringify({ document, saved, etag, baseVersion }));
    } catch {
      // Longer than browsers keep. Leaving has been warned of.
    }
  };
  window.addEventListener("pagehide", keep);
  return () => window.removeEventListener("pagehide", keep);
}

/** Begins with what was kept, if anything; saving it brings it together with what others have saved meanwhile. */
export function withKept(flowId: string, start: FirstState): FirstState {
  const key = keyOf(flowId);
  const text = sessionStorage.getItem(key);
  if (text === null) return start;
  const { document, saved, etag, baseVersion } = JSON.parse(text) as Kept;
  sessionStorage.removeItem(key);
  return { ...start, document, saved, etag, baseVersion };
}
