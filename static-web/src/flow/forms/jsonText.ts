import type { Json } from "../json";

export type ReadValue = { readonly value: Json; readonly problem?: undefined } | { readonly value?: undefined; readonly problem: string };

/** A value as a person writes it: texts as they are where that is not mistaken for something else, all else as JSON. */
export function writeValue(value: Json): string {
  if (typeof value === "string") {
    const read = readValue(value);
    return read.problem === undefined && read.value === value ? value : JSON.stringify(value);
  }
  return JSON.stringify(value, null, 2);
}

/** What a person wrote: JSON, or else a text, above all one with expressions. What begins like JSON has to be JSON. */
export function readValue(text: string): ReadValue {
  const trimmed = text.trim();
  try {
    return { value: JSON.parse(trimmed) as Json };
  } catch (error) {
    if (trimmed.startsWith("{{") || !/^[[{"]/.test(trimmed)) return { value: text };
    return { problem: `This is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
