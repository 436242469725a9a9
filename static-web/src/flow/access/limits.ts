import { limitText } from "../about";

/** A number of a limit with its unit; what is not limited is told in words. */
export function amountText(value: number | undefined, unit: string): string {
  if (value === undefined) return "Not limited";
  if (unit === "bytes") return limitText({ most: value, unit });
  return `${value.toLocaleString("en")} ${unit}`;
}

/** The highest value of any limit: what numbers still hold exactly. */
const highest = Number.MAX_SAFE_INTEGER;

/** Which values may be set, and what holds when none is. */
export function rangeText({ most, unit, default: standard }: { readonly most: number; readonly unit: string; readonly default?: number }) {
  const range = most === highest ? "A whole number from 1 on" : `From 1 to ${amountText(most, unit)}`;
  return `${range}. ${standard === undefined ? "Nothing is limited by default." : `The default is ${amountText(standard, unit)}.`}`;
}

/** How much of a limit is used, from 0 to 1; undefined where that is not known. */
export function shareOf(used: number | undefined, value: number | undefined): number | undefined {
  return used === undefined || value === undefined || value <= 0 ? undefined : Math.min(1, used / value);
}
