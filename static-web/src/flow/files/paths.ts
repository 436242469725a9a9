/** Bytes of a file at most: 5 MB. */
export const maxFileBytes = 5 * 1024 * 1024;

/** Bytes of text that the editor opens: beyond it typing gets slow. */
export const maxEditedBytes = 1024 * 1024;

const maxLength = 512;
const maxPartBytes = 255;
const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/** The flow that a path belongs to: its first folder; none for what lies outside of folders. */
export function flowOf(path: string): string | undefined {
  const end = path.indexOf("/");
  return end > 0 ? path.slice(0, end) : undefined;
}

/** Why a text is no path of a file, with the app's rules; undefined for a path. */
export function pathProblem(path: string): string | undefined {
  if (path === "") return "Write a path, such as order-intake/score.py.";
  if (path.length > maxLength) return `The path has ${path.length} characters; ${maxLength} fit.`;
  if (path.startsWith("/")) return "Leave out the '/' at the beginning.";
  if (path.includes("\\")) return "Write '/' between the parts, not a backslash.";
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\uFFFD\uFFFE\uFFFF]/u.test(path))
    return "The path holds a character that cannot be in one, such as a line break.";
  const parts = path.split("/");
  if (parts.includes("")) return "A part is empty: take out the '/' that is too many.";
  if (parts.some((part) => part.endsWith("."))) return "No part may end with a dot.";
  if (parts.some((part) => bytesOf(part) > maxPartBytes)) return `A part has more than ${maxPartBytes} bytes; shorten it.`;
  return undefined;
}

/** Why content cannot be sent; undefined when it can. */
export function sizeProblem(bytes: number): string | undefined {
  return bytes > maxFileBytes ? `It has ${sizeText(bytes)}; a file may have 5 MB at most.` : undefined;
}

/** How large something is, in words. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(bytes < 10 * 1024 ? 1 : 0)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The folder of a file or a folder; empty at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** All folders around a path, the outermost first. */
export function foldersAround(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
}

/** The flow in whose folder a file is, and its path there; undefined at the top. */
export function inFlow(path: string): { readonly flow: string; readonly file: string } | undefined {
  const slash = path.indexOf("/");
  return slash < 0 ? undefined : { flow: path.slice(0, slash), file: path.slice(slash + 1) };
}
