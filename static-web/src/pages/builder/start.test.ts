import { beforeEach, describe, expect, it, vi } from "vitest";

const asked: string[] = [];
let etag = 0;
vi.mock("../../access/session", () => ({ useAccess: { getState: () => ({}) } }));
vi.mock("../../api/client", () => ({
  api: { GET: (path: string) => Promise.resolve({ data: path }), POST: () => Promise.resolve({ data: { problems: [] } }) },
  answer: async (request: Promise<{ data: unknown }>) => (await request).data,
}));
vi.mock("../../api/flows", () => ({
  stepTypesQuery: { queryKey: ["step-types"], queryFn: () => [] },
  flowQuery: (id: string) => ({ queryKey: ["flows", id], queryFn: () => ({ document: { id }, version: 1 }) }),
  readDraft: (id: string) => {
    asked.push(id);
    return Promise.resolve({ document: { id, steps: {} }, etag: `${++etag}`, baseVersion: 1, problems: [] });
  },
}));

const { beginReading, startOf } = await import("./start");

describe("what a visit begins with", () => {
  beforeEach(() => {
    asked.length = 0;
    vi.stubGlobal("sessionStorage", { getItem: () => null });
  });

  it("is what was begun to be read, once", async () => {
    beginReading("a");
    const first = await startOf("a");
    expect(asked).toEqual(["a"]);
    expect((await startOf("a")).etag).not.toBe(first.etag);
    expect(asked).toEqual(["a", "a"]);
  });

  it("is never what was read for another flow", async () => {
    beginReading("a");
    expect((await startOf("b")).document).toMatchObject({ id: "b" });
    await startOf("a");
    expect(asked).toEqual(["a", "b", "a"]);
  });

  it("is never what was read long ago", async () => {
    const now = vi.spyOn(performance, "now").mockReturnValue(1000);
    beginReading("a");
    now.mockReturnValue(6001);
    await startOf("a");
    expect(asked).toEqual(["a", "a"]);
  });
});
