import { describe, expect, it } from "vitest";
import { eventParser } from "./eventStream";

const text =
  'retry: 2500\n\nid: a-1\nevent: log\ndata: {"a":1}\n\n: still here\n\nid: a-2\r\nevent: result\r\ndata: one\r\ndata: two\r\n\r\nid: a-3\rdata:three\r\r';
const expected = [
  { event: "log", data: '{"a":1}' },
  { event: "result", data: "one\ntwo" },
  { event: "message", data: "three" },
];

describe("eventParser", () => {
  it.each([1, 2, 3, 7, 1000])("PiecesOf_%i_GiveTheSameEvents", (size) => {
    const parser = eventParser();
    const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size));
    // The last line break may have a second half; what follows tells.
    expect([...pieces, ":"].flatMap(parser.read)).toEqual(expected);
    expect([parser.lastId(), parser.retry()]).toEqual(["a-3", 2500]);
  });

  it("UnfinishedEvent_IsKeptBack_AndSoIsItsId", () => {
    const parser = eventParser();
    expect(parser.read("id: 1\ndata: x\n\nid: 2\ndata: y\n")).toEqual([{ event: "message", data: "x" }]);
    expect(parser.lastId()).toBe("1");
  });

  it("IdWithoutAnEvent_Counts_AndAnEmptyOneForgets", () => {
    const parser = eventParser();
    expect(parser.read("id: 7\n\n")).toEqual([]);
    expect(parser.lastId()).toBe("7");
    parser.read("id\n\n");
    expect(parser.lastId()).toBe("");
  });

  it("RetryThatIsNoNumber_AndUnknownFields_CountForNothing", () => {
    const parser = eventParser();
    expect(parser.read("retry: soon\nfoo: bar\ndata\n\n")).toEqual([{ event: "message", data: "" }]);
    expect(parser.retry()).toBeUndefined();
  });
});
