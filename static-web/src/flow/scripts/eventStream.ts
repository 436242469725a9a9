/** An event of a stream as text (WHATWG HTML, server-sent events). */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/** Makes events of text that comes in pieces, wherever it is cut. */
export function eventParser(): (piece: string) => StreamEvent[] {
  let rest = "";
  let event = "";
  let data: string[] = [];
  return (piece) => {
    const found: StreamEvent[] = [];
    const lines = (rest + piece).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") {
        if (data.length > 0) found.push({ event: event || "message", data: data.join("\n") });
        event = "";
        data = [];
      } else if (line.startsWith("event:")) event = line.slice(6).trim();
      else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
    }
    return found;
  };
}
