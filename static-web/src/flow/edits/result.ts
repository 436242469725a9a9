import type { FlowDocument } from "../document";

/** What an edit gives: the new document, or why it cannot be, in words for people. */
export type EditResult =
  { readonly document: FlowDocument; readonly problem?: undefined } | { readonly document?: undefined; readonly problem: string };

export function edited(document: FlowDocument): EditResult {
  return { document };
}

export function refused(problem: string): EditResult {
  return { problem };
}
