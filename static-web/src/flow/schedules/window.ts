/** A window as fields for dates show it: local time, without an offset. */
export interface LocalWindow {
  readonly from: string;
  readonly to: string;
}

const day = 86_400_000;

/** The last day. */
export function windowOf(now: number): LocalWindow {
  return { from: localText(now - day), to: localText(now) };
}

/** Why no backfill can be asked for; undefined when one can. */
export function windowProblem({ from, to }: LocalWindow, now: number): string | undefined {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (Number.isNaN(start) || Number.isNaN(end)) return "Fill in both moments.";
  if (end <= start) return "The end must come after the start.";
  return end > now ? "The end must have passed." : undefined;
}

function localText(time: number): string {
  const at = new Date(time);
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}
