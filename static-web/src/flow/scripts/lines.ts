/** A line that a script printed. */
export interface PrintedLine {
  readonly at: string;
  readonly level: string;
  readonly message: string;
  /** The step that printed it, in the log of a run. */
  readonly step?: string;
}

/** From the least to the most urgent. */
export const levels = ["debug", "info", "warning", "error"] as const;

/** Whether a line is at least of a level and holds what is searched. */
export function fitsLine(line: PrintedLine, search: string, least: string): boolean {
  const rank = (level: string) => levels.findIndex((one) => one === level);
  return rank(line.level) >= rank(least) && `${line.step ?? ""} ${line.message}`.toLowerCase().includes(search.toLowerCase());
}
