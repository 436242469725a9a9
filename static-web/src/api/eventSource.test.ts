import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { StreamState } from "./eventSource";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const kept = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
const stream = { "content-type": "text/event-stream" };
const local: Answer = (_, response) =>
  response.writeHead(200, { "content-type": "application/json" }).end('{"mode":"local","providers":[]}');

/** A real server, and the module as a page of it has it. */
describe("openStream", () => {
  let server: Server;
  let answers: Answer[];
  let asked: IncomingMessage[];

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      if (request.url === "/api/sign-in") {
        local(request, response);
        return;
      }
      asked.push(request);
      (answers.shift() ?? ((_, last) => last.writeHead(204).end()))(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const send = globalThis.fetch;
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => send(origin + path, init));
    vi.stubGlobal("window", { location: { origin } });
    vi.stubGlobal("sessionStorage", kept);
    vi.stubGlobal("localStorage", kept);
    vi.resetModules();
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    server.closeAllConnections();
    server.close();
  });

  /** Reads until the stream has come to an end of its own. */
  async function read(): Promise<{ events: string[]; states: StreamState[] }> {
    const { openStream } = await import("./eventSource");
    const events: string[] = [];
    const states: StreamState[] = [];
    await new Promise<void>((resolve) => {
      openStream("/api/events", {
        onEvent: ({ event, data }) => events.push(`${event} ${data}`),
        onState: (state) => {
          states.push(state);
          if (state !== "connecting" && state !== "live") resolve();
        },
      });
    });
    return { events, states };
  }

  it("AfterABreak_GoesOnBehindTheLastEvent", async () => {
    answers = [
      (_, response) => response.writeHead(200, stream).end("retry: 1\n\nid: a-1\nevent: run\ndata: 1\n\nid: a-2\nevent: run\ndata: cut"),
      (_, response) => response.writeHead(503, { "retry-after": "1" }).end(),
      (_, response) => response.writeHead(200, stream).end("retry: 1\n\nid: a-2\nevent: run\ndata: 2\n\n"),
    ];
    const { events, states } = await read();
    expect(events).toEqual(["run 1", "run 2"]);
    expect(states).toEqual(["live", "connecting", "connecting", "live", "connecting", "ended"]);
    expect(asked.map((request) => request.headers["last-event-id"])).toEqual([undefined, "a-1", "a-1", "a-2"]);
    expect(asked[0]?.headers.accept).toBe("text/event-stream");
  });

  it.each([
    [406, "refused"],
    [404, "broken"],
    [403, "broken"],
    [204, "ended"],
  ])("Status_%i_IsTheEnd_%s", async (status, state) => {
    answers = [(_, response) => response.writeHead(status).end()];
    expect((await read()).states).toEqual([state]);
  });

  it("AnAnswerThatIsNoStream_IsRefused", async () => {
    answers = [(_, response) => response.writeHead(200, { "content-type": "application/json" }).end("{}")];
    expect((await read()).states).toEqual(["refused"]);
  });

  it("PauseAfter_ManyBreaks_HasAnEnd", async () => {
    const { pauseAfter } = await import("./eventSource");
    expect([0, 1, 2, 10].map((breaks) => pauseAfter(breaks))).toEqual([2000, 4000, 8000, 30_000]);
  });
});
