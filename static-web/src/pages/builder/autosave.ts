import type { Draft } from "../../api/flows";
import { ApiError, messageOf } from "../../api/problem";
import { merge, takeTheirs } from "../../flow/compare/merge";
import type { FlowDocument } from "../../flow/document";
import { equalJson, isObject } from "../../flow/json";
import { replaceDocument, type BuilderStore } from "./store";

/** What autosave asks of the app. */
export interface DraftApi {
  readonly save: (id: string, document: FlowDocument, etag: string | undefined, baseVersion: number | undefined) => Promise<Draft>;
  readonly read: (id: string) => Promise<Draft | undefined>;
}

const quiet = 700;
const retryAfter = 3000;

/**
 * Saves the draft a moment after the last edit, one save at a time. When another tab has saved meanwhile, both sides' changes are
 * brought together; where they contradict each other, a person decides before anything is saved.
 */
export class Autosave {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | undefined;
  private stopWatching: (() => void) | undefined;

  constructor(
    private readonly store: BuilderStore,
    private readonly api: DraftApi,
    private readonly onMerged: () => void,
  ) {}

  start(): void {
    this.stopWatching = this.store.subscribe((state, before) => {
      if (state.document !== before.document) this.plan(quiet);
    });
    if (this.isDirty()) this.plan(0);
  }

  stop(): void {
    this.stopWatching?.();
    clearTimeout(this.timer);
  }

  /** Saves at once what is not saved; resolves when everything is, or when it cannot be. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    await this.running;
    if (this.isDirty()) await this.run();
    return this.store.getState().save === "saved";
  }

  /** Goes on after a person has decided which of the contradicting changes are the other side's; the others stay mine. */
  decide(theirs: ReadonlySet<string>): void {
    const { conflict, saved, document } = this.store.getState();
    if (!conflict) return;
    const { document: merged, conflicts } = merge(saved, document, conflict.theirs);
    const decided = conflicts.filter((one) => theirs.has(one.pointer)).reduce(takeTheirs, merged);
    this.store.setState({ saved: conflict.theirs, etag: conflict.etag, baseVersion: conflict.baseVersion, conflict: undefined });
    replaceDocument(this.store, decided, "Bring changes together");
    this.plan(0);
  }

  /** Says that the draft goes on from another version. */
  async rebase(baseVersion: number): Promise<void> {
    const { flowId, document, etag } = this.store.getState();
    const draft = await this.api.save(flowId, document, etag, baseVersion);
    this.store.setState({ saved: document, etag: draft.etag, baseVersion });
  }

  private plan(delay: number): void {
    clearTimeout(this.timer);
    if (this.store.getState().conflict) return;
    if (!this.isDirty()) {
      this.store.setState({ save: "saved" });
      return;
    }
    this.store.setState({ save: "waiting" });
    this.timer = setTimeout(() => void this.run(), delay);
  }

  private isDirty(): boolean {
    const { document, saved } = this.store.getState();
    return document !== saved;
  }

  private async run(): Promise<void> {
    await this.running;
    this.running = this.saveOnce().finally(() => (this.running = undefined));
    await this.running;
  }

  private async saveOnce(): Promise<void> {
    const { flowId, document, etag, baseVersion, conflict } = this.store.getState();
    if (conflict || !this.isDirty()) return;
    this.store.setState({ save: "saving" });
    try {
      const draft = await this.api.save(flowId, document, etag, baseVersion);
      this.store.setState({ saved: document, etag: draft.etag, problems: draft.problems ?? [], save: "saved", saveMessage: undefined });
      if (draft.baseVersion != null) this.store.setState({ baseVersion: draft.baseVersion });
      if (this.isDirty()) this.plan(quiet);
    } catch (error) {
      await this.failed(error);
    }
  }

  private async failed(error: unknown): Promise<void> {
    if (error instanceof ApiError && error.status === 412) {
      await this.bringTogether();
      return;
    }
    const mayPass = error instanceof ApiError && error.mayPass;
    this.store.setState({ save: mayPass ? "offline" : "failed", saveMessage: messageOf(error) });
    if (mayPass) this.timer = setTimeout(() => void this.run(), retryAfter);
  }

  private async bringTogether(): Promise<void> {
    try {
      const draft = await this.api.read(this.store.getState().flowId);
      const theirs = draft?.document;
      this.merge(isObject(theirs) ? theirs : undefined, draft?.etag, draft?.baseVersion ?? undefined);
    } catch (error) {
      await this.failed(error instanceof ApiError && error.status === 412 ? new Error(error.message) : error);
    }
  }

  /** A draft that is gone was published or dropped: mine is a new one then. */
  private merge(theirs: FlowDocument | undefined, etag: string | undefined, baseVersion: number | undefined): void {
    const { saved, document } = this.store.getState();
    if (!theirs) {
      this.store.setState({ etag: undefined });
      this.plan(0);
      return;
    }
    const merged = merge(saved, document, theirs);
    if (merged.conflicts.length > 0) {
      this.store.setState({ conflict: { conflicts: merged.conflicts, theirs, etag, baseVersion }, save: "conflict" });
      return;
    }
    this.store.setState({ saved: theirs, etag, baseVersion });
    if (!equalJson(merged.document, document)) {
      replaceDocument(this.store, merged.document, "Changes of another tab");
      this.onMerged();
    }
    this.plan(0);
  }
}
