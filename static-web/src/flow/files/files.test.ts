import { describe, expect, it } from "vitest";
import { firstText, languageOfFile, runtimeOfFile } from "./kinds";
import { foldersAround, inFlow, maxFileBytes, pathProblem, sizeProblem, sizeText } from "./paths";
import { moveInTree, treeRows, type TreeView } from "./tree";

const files = ["b.txt", "intake/score.py", "intake/lib/a.py", "report/run.sh"];
const view = (more: Partial<TreeView> = {}) => treeRows({ files, folders: new Set(), open: new Set(), search: "", ...more });
const paths = (rows: ReturnType<typeof view>) => rows.map((row) => `${"  ".repeat(row.depth)}${row.name}`);

describe("treeRows", () => {
  it("ClosedFolders_ShowNoFiles", () => expect(paths(view())).toEqual(["intake", "report", "b.txt"]));

  it("OpenFolder_ShowsItsFoldersThenItsFiles", () =>
    expect(paths(view({ open: new Set(["intake"]) }))).toEqual(["intake", "  lib", "  score.py", "report", "b.txt"]));

  it("Search_OpensWhatHasAllWords", () =>
    expect(paths(view({ search: "INTAKE .py" }))).toEqual(["intake", "  lib", "    a.py", "  score.py"]));

  it("EmptyFolder_IsThere", () => expect(paths(view({ folders: new Set(["intake/new"]), open: new Set(["intake"]) }))).toContain("  new"));
});

describe("moveInTree", () => {
  const rows = view({ open: new Set(["intake"]) });
  it.each([
    ["b.txt", "ArrowDown", { to: "b.txt" }],
    ["intake", "ArrowDown", { to: "intake/lib" }],
    ["intake", "ArrowLeft", { to: "intake", open: false }],
    ["intake/score.py", "ArrowLeft", { to: "intake" }],
    ["report", "ArrowRight", { to: "report", open: true }],
    ["intake", "ArrowRight", { to: "intake/lib" }],
    ["report", "Home", { to: "intake" }],
    ["report", "x", undefined],
  ])("From_%s_With_%s", (path, key, expected) => expect(moveInTree(rows, path, key)).toEqual(expected));
});

describe("pathProblem", () => {
  it.each(["a.py", "intake/score.py", "ä/ö ü.txt", ".hidden"])("Path_%s_IsFine", (path) => expect(pathProblem(path)).toBeUndefined());

  it.each(["", "/a", "a//b", "a/", "a\\b", "a/../b", "a.", "a\nb", "a\u2028b", "\uD800", "x".repeat(513), "ä".repeat(128)])(
    "Path_%j_IsRefused",
    (path) => expect(pathProblem(path)).toMatch(/\.$/),
  );
});

describe("paths", () => {
  it("FoldersAround_OutermostFirst", () => expect(foldersAround("a/b/c.py")).toEqual(["a", "a/b"]));
  it("InFlow_SplitsAtTheFirstFolder", () => expect(inFlow("a/b/c.py")).toEqual({ flow: "a", file: "b/c.py" }));
  it("InFlow_AtTheTop_IsNone", () => expect(inFlow("c.py")).toBeUndefined());
  it("Size_AtTheLimit_Fits", () => expect(sizeProblem(maxFileBytes)).toBeUndefined());
  it("Size_BeyondIt_SaysBoth", () => expect(sizeProblem(maxFileBytes * 2)).toBe("It has 10.0 MB; a file may have 5 MB at most."));
  it.each([
    [1, "1 byte"],
    [1023, "1023 bytes"],
    [2048, "2.0 KB"],
  ])("SizeText_%i", (bytes, text) => expect(sizeText(bytes)).toBe(text));
});

describe("kinds", () => {
  it.each([
    ["a/b.PY", "python", "python"],
    ["x.mjs", "javascript", "node"],
    ["run.sh", "shell", "bash"],
    ["q.sql", "sql", undefined],
    ["Makefile", "text", undefined],
  ])("File_%s", (path, language, runtime) => expect([languageOfFile(path), runtimeOfFile(path)]).toEqual([language, runtime]));

  it("NewScript_HasAHandler", () => expect(firstText("a.py")).toContain("def main(input, context):"));
});
