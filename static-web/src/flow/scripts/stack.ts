import { asArray, asText, member, type Json } from "../json";

/** The stack of a script's error as lines, the outermost call first; undefined when there is none. */
export function stackText(details: Json | undefined): string | undefined {
  const frames = asArray(member(details, "stack")).map(frameText);
  return frames.length === 0 ? undefined : frames.join("\n");
}

function frameText(frame: Json): string {
  const line = member(frame, "line");
  const place = `${asText(member(frame, "file")) ?? ""}${typeof line === "number" ? `:${line}` : ""}`;
  const name = asText(member(frame, "function"));
  return name ? `${place}  ${name}` : place;
}
