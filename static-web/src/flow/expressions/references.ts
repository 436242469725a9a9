import { holesOf, type Token } from "./tokens";

/** A place in a template that names a step: `steps.ID`, `steps?.ID` or `steps['ID']`. */
interface Reference {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  /** How the access begins: with `?.` or without. */
  readonly optional: boolean;
}

const plainName = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** The ids of the steps that a template reads. */
export function stepsIn(template: string): string[] {
  return [...new Set(referencesIn(template).map((reference) => reference.id))];
}

/** A template whose references to steps follow new ids. */
export function renameSteps(template: string, names: ReadonlyMap<string, string>): string {
  if (!template.includes("steps")) return template;
  let result = "";
  let at = 0;
  for (const reference of referencesIn(template)) {
    const name = names.get(reference.id);
    if (name === undefined) continue;
    result += template.slice(at, reference.start) + accessTo(name, reference.optional);
    at = reference.end;
  }
  return result + template.slice(at);
}

/** How an expression reads a member: `.name`, or `['na-me']` where the name is none of the language. */
export function accessTo(name: string, optional = false): string {
  if (plainName.test(name)) return `${optional ? "?." : "."}${name}`;
  return `${optional ? "?." : ""}['${name.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}']`;
}

function referencesIn(template: string): Reference[] {
  if (!template.includes("steps")) return [];
  return holesOf(template).flatMap((hole) => referencesOf(hole.tokens, 0));
}

function referencesOf(tokens: readonly Token[], offset: number): Reference[] {
  const found: Reference[] = [];
  tokens.forEach((token, i) => {
    if (token.kind === "template") found.push(...insideTemplate(token, offset));
    if (token.kind !== "name" || token.text !== "steps" || isMemberName(tokens[i - 1])) return;
    const reference = referenceAfter(tokens, i, offset);
    if (reference) found.push(reference);
  });
  return found;
}

function isMemberName(before: Token | undefined): boolean {
  return before?.kind === "mark" && (before.text === "." || before.text === "?.");
}

function referenceAfter(tokens: readonly Token[], i: number, offset: number): Reference | undefined {
  const [mark, name, close] = [tokens[i + 1], tokens[i + 2], tokens[i + 3]];
  const steps = tokens[i];
  if (mark?.kind !== "mark" || !name || !steps) return undefined;
  if ((mark.text === "." || mark.text === "?.") && name.kind === "name") {
    return { id: name.text, start: steps.end + offset, end: name.end + offset, optional: mark.text === "?." };
  }
  if ((mark.text === "[" || mark.text === "?.[") && name.kind === "text" && close?.text === "]") {
    return { id: unquote(name.text), start: steps.end + offset, end: close.end + offset, optional: mark.text === "?.[" };
  }
  return undefined;
}

/** References in the `${…}` of a template text: its inside reads like a template of its own. */
function insideTemplate(token: Token, offset: number): Reference[] {
  const found: Reference[] = [];
  for (let at = token.text.indexOf("${"); at >= 0; at = token.text.indexOf("${", at + 2)) {
    const inner = `{{${token.text.slice(at + 2, -1)}`;
    const hole = holesOf(inner)[0];
    if (hole) found.push(...referencesOf(untilClosed(hole.tokens), offset + token.start + at));
  }
  return distinct(found);
}

/** The tokens before the brace that closes the substitution. */
function untilClosed(tokens: readonly Token[]): readonly Token[] {
  let depth = 0;
  const end = tokens.findIndex((token) => {
    if (token.kind !== "mark") return false;
    if ("([{".includes(token.text.charAt(token.text.length - 1))) depth++;
    else if (")]}".includes(token.text)) depth--;
    return depth < 0;
  });
  return end < 0 ? tokens : tokens.slice(0, end);
}

function distinct(references: readonly Reference[]): Reference[] {
  const seen = new Map(references.map((reference) => [reference.start, reference]));
  return [...seen.values()].sort((a, b) => a.start - b.start);
}

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, "$1");
}
