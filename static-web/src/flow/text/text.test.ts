import { describe, expect, it } from "vitest";
import { renameStep, setStepMember } from "../edits/steps";
import { catalog, large, sample } from "../testing";
import { rangeOf, readText, toText, updateText } from "./text";

const yaml = `# What it is for
id: hello # the id
steps:
  # first
  a: { type: transform, with: { value: "{{ input.n }}" } }
  b:
    type: http
    with:
      url: https://x # the address
edges:
  - { from: a, to: b } # then
`;

describe("text", () => {
  it.each(["json", "yaml"] as const)("Document_As%s_IsReadAsItWasWritten", (format) => {
    const read = readText(toText(sample(), format), format);
    expect(JSON.stringify(read.document)).toBe(JSON.stringify(sample()));
  });

  it("ChangedValue_YamlKeepsCommentsAndForm", () => {
    const { document } = readText(yaml, "yaml");
    const next = setStepMember(document ?? {}, "b", ["with", "url"], "https://y");
    expect(updateText(yaml, next, "yaml")).toBe(yaml.replace("https://x", "https://y"));
  });

  it("AddedRenamedAndRemovedMembers_YamlKeepsTheOthersComments", () => {
    const { document } = readText(yaml, "yaml");
    const renamed = renameStep(document ?? {}, "a", "start", catalog);
    if (renamed.problem !== undefined) throw new Error(renamed.problem);
    const text = updateText(yaml, { ...renamed.document, name: "Hello" }, "yaml");
    expect(text).toContain("# What it is for");
    expect(text).toContain("# the address");
    expect(text).toContain("{ from: start, to: b } # then");
    expect(text).toContain("name: Hello");
    expect(readText(text, "yaml").document).toEqual({ ...renamed.document, name: "Hello" });
  });

  it("MovedElements_KeepTheirComments", () => {
    const text = "edges:\n  - { from: a, to: b } # one\n  - { from: b, to: c } # two\n";
    expect(updateText(text, { edges: [{ from: "b", to: "c" }] }, "yaml")).toBe("edges:\n  - { from: b, to: c } # two\n");
    expect(
      updateText(
        text,
        {
          edges: [
            { from: "x", to: "y" },
            { from: "a", to: "b" },
            { from: "b", to: "c" },
          ],
        },
        "yaml",
      ),
    ).toContain("{ from: a, to: b } # one");
  });

  it("SameDocument_TextStaysAsItIs", () => {
    const odd = '{"id" :   "x"}';
    expect(updateText(odd, { id: "x" }, "json")).toBe(odd);
    expect(updateText(odd, { id: "y" }, "json")).toBe('{\n  "id": "y"\n}\n');
  });

  it("BrokenText_SaysWhere", () => {
    const problem = readText("id: x\n  bad: [", "yaml").problems[0];
    expect(problem?.message).not.toBe("");
    expect(problem?.from).toBeGreaterThan(3);
    expect(readText('{ "a": 1, }', "json").problems).toHaveLength(1);
    expect(readText("[1]", "json").problems[0]?.message).toMatch(/^A flow is an object/);
    expect(readText("", "yaml").problems).toHaveLength(1);
    expect(readText("a: 1\na: 2", "yaml").problems).toHaveLength(1);
  });

  it("Path_IsFoundInTheText", () => {
    const at = (path: (string | number)[]) => {
      const range = rangeOf(yaml, path);
      return range && yaml.slice(range.from, range.to);
    };
    expect(at(["steps", "b", "with", "url"])).toBe("url: https://x");
    expect(at(["edges", 0])).toBe("{ from: a, to: b }");
    expect(at(["steps", "gone"])).toBeUndefined();
  });

  it("2000Steps_OneChange_RestOfTheYamlStays", () => {
    const before = toText(large(2000), "yaml");
    const after = updateText(before, setStepMember(large(2000), "s5", ["with", "value"], "new"), "yaml");
    const [old, now] = [before.split("\n"), after.split("\n")];
    expect(now.filter((line, i) => line !== old[i])).toHaveLength(1);
  });
});
