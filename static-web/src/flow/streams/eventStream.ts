/** An event of a stream as text (WHATWG HTML, section 9.2.6). */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

export interface EventParser {
  /** Makes events of text that comes in pieces, wherever it is cut. */
  readonly read: (piece: string) => StreamEvent[];
  /** The id to go on behind after a break. */
  readonly lastId: () => string | undefined;
  /** The wait before connecting again that the stream asks for, in milliseconds. */
  readonly retry: () => number | undefined;
}

export function eventParser(): EventParser {
  let rest = "";
  let event = "";
  let data: string[] = [];
  let id: string | undefined;
  let lastId: string | undefined;
  let retry: number | undefined;
  const take = (line: string) => {
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") event = value;
    else if (name === "data") data.push(value);
    else if (name === "id" && !value.includes("\0")) id = value;
    else if (name === "retry" && /^\d+$/.test(value)) retry = Number(value);
  };
  const end = (): StreamEvent[] => {
    const found = data.length > 0 ? [{ event: event || "message", data: data.join("\n") }] : [];
    lastId = id;
    event = "";
    data = [];
    return found;
  };
  return {
    read: (piece) => {
      const text = rest + piece;
      // A line break may be cut in two.
      const isOpen = text.endsWith("\r");
      const lines = (isOpen ? text.slice(0, -1) : text).split(/\r\n|\r|\n/);
      rest = (lines.pop() ?? "") + (isOpen ? "\r" : "");
      return lines.flatMap((line) => {
        if (line === "") return end();
        take(line);
        return [];
      });
    },
    lastId: () => lastId,
    retry: () => retry,
  };
}
