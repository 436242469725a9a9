import { limitText } from "../about";

/** A number of a limit with its unit; what is not limited is told in words. */
export function amountText(value: number | undefined, unit: string): string {
  if (value === undefined) return "Not limited";
  if (unit === "bytes") return limitText({ most: value, unit });
  return `${value.toLocaleString("en")} ${unit}`;
}

/** How much of a limit is used, from 0 to 1; undefined where that is not known. */
export function shareOf(used: number | undefined, value: number | undefined): number | undefined {
  return used === undefined || value === undefined || value <= 0 ? undefined : Math.min(1, used / value);
}
