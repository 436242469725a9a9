import { nameOf } from "./paths";

/** What a script step's `runtime` can be. */
export type ScriptRuntime = "python" | "node" | "bash";

/** The languages of files that the editor knows. */
export type FileLanguage = "python" | "javascript" | "shell" | "json" | "yaml" | "markdown" | "sql" | "text";

const languages: Readonly<Record<string, FileLanguage>> = {
  py: "python",
  js: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  ts: "javascript",
  sh: "shell",
  bash: "shell",
  json: "json",
  yaml: "yaml",
  yml: "yaml",
  md: "markdown",
  sql: "sql",
};

const runtimes: Readonly<Record<string, ScriptRuntime>> = { py: "python", js: "node", mjs: "node", cjs: "node", sh: "bash", bash: "bash" };

const languageOfRuntime: Readonly<Partial<Record<string, FileLanguage>>> = { python: "python", node: "javascript", bash: "shell" };

function ending(path: string): string {
  const name = nameOf(path);
  return name.slice(name.lastIndexOf(".") + 1).toLowerCase();
}

/** The language that a file is written in, by its name. */
export function languageOfFile(path: string): FileLanguage {
  return languages[ending(path)] ?? "text";
}

/** What runs a file; undefined for one that is no script. */
export function runtimeOfFile(path: string): ScriptRuntime | undefined {
  return runtimes[ending(path)];
}

export function languageOf(runtime: string | undefined): FileLanguage {
  return (runtime === undefined ? undefined : languageOfRuntime[runtime]) ?? "text";
}

const starts: Readonly<Record<ScriptRuntime, string>> = {
  python: 'def main(input, context):\n    print("Hello")\n    return input\n',
  node: 'export default async (input, context) => {\n  console.log("Hello");\n  return input;\n};\n',
  bash: '#!/usr/bin/env bash\nset -euo pipefail\necho "Hello"\ncat "$FLOW_INPUT_FILE" > "$FLOW_OUTPUT"\n',
};

/** What a new file begins with: for a script a handler that gives its input back. */
export function firstText(path: string): string {
  const runtime = runtimeOfFile(path);
  return runtime ? firstCode(runtime) : languageOfFile(path) === "json" ? "{}\n" : "";
}

/** A handler that gives its input back. */
export function firstCode(runtime: ScriptRuntime): string {
  return starts[runtime];
}
