/** What a token of an expression is. */
export type TokenKind = "name" | "number" | "text" | "template" | "regex" | "mark";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** One `{{ … }}` of a template: where its expression starts and ends, and whether it was closed. */
export interface Hole {
  readonly start: number;
  readonly end: number;
  readonly closed: boolean;
  readonly tokens: readonly Token[];
}

const nameStart = /[\p{L}_$]/u;
const namePart = /[\p{L}\p{N}_$]/u;
const space = /\s/;
const marks = ["?.[", "?.(", "===", "!==", "...", ">>>", "=>", "?.", "??", "&&", "||", "==", "!=", "<=", ">=", "**", "<<", ">>"];

/** The expressions of a string that may hold some. */
export function holesOf(template: string): Hole[] {
  const holes: Hole[] = [];
  for (let at = template.indexOf("{{"); at >= 0;) {
    const hole = readHole(template, at + 2);
    holes.push(hole);
    at = template.indexOf("{{", hole.closed ? hole.end + 2 : template.length);
  }
  return holes;
}

function readHole(template: string, start: number): Hole {
  const tokens: Token[] = [];
  let depth = 0;
  let at = start;
  while (at < template.length) {
    if (space.test(template.charAt(at))) {
      at++;
      continue;
    }
    if (depth === 0 && template.startsWith("}}", at)) return { start, end: at, closed: true, tokens };
    const token = readToken(template, at, tokens.at(-1));
    if (token.kind === "mark") depth += depthOf(token.text);
    tokens.push(token);
    at = token.end;
  }
  return { start, end: template.length, closed: false, tokens };
}

function depthOf(mark: string): number {
  if ("([{".includes(mark.charAt(mark.length - 1))) return 1;
  return ")]}".includes(mark) ? -1 : 0;
}

function readToken(text: string, start: number, before: Token | undefined): Token {
  const first = text.charAt(start);
  if (nameStart.test(first))
    return token(
      "name",
      text,
      start,
      endOf(text, start, (c) => namePart.test(c)),
    );
  if (/[0-9]/.test(first))
    return token(
      "number",
      text,
      start,
      endOf(text, start, (c) => /[0-9A-Za-z_.]/.test(c)),
    );
  if (first === "'" || first === '"') return token("text", text, start, endOfText(text, start, first));
  if (first === "`") return token("template", text, start, endOfTemplate(text, start));
  if (first === "/" && startsValue(before)) return token("regex", text, start, endOfRegex(text, start));
  const mark = marks.find((one) => text.startsWith(one, start)) ?? first;
  // `a ?.5 : b` is a condition, not an access.
  const real = mark === "?." && /[0-9]/.test(text.charAt(start + 2)) ? "?" : mark;
  return token("mark", text, start, start + (real.startsWith("?.") && real.length === 3 ? 3 : real.length));
}

function token(kind: TokenKind, text: string, start: number, end: number): Token {
  return { kind, text: text.slice(start, end), start, end };
}

function endOf(text: string, start: number, fits: (c: string) => boolean): number {
  let at = start;
  while (at < text.length && fits(text.charAt(at))) at++;
  return at;
}

function endOfText(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text.charAt(at) === "\\") at++;
    else if (text.charAt(at) === quote) return at + 1;
  }
  return text.length;
}

function endOfTemplate(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text.charAt(at) === "\\") at++;
    else if (text.charAt(at) === "`") return at + 1;
    else if (text.startsWith("${", at)) at = endOfSubstitution(text, at + 2);
  }
  return text.length;
}

/** The index of the brace that closes a `${`. */
function endOfSubstitution(text: string, start: number): number {
  let depth = 0;
  let before: Token | undefined;
  for (let at = start; at < text.length;) {
    if (space.test(text.charAt(at))) {
      at++;
      continue;
    }
    if (depth === 0 && text.charAt(at) === "}") return at;
    const next = readToken(text, at, before);
    if (next.kind === "mark") depth += depthOf(next.text);
    before = next;
    at = next.end;
  }
  return text.length;
}

function endOfRegex(text: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < text.length; at++) {
    const c = text.charAt(at);
    if (c === "\\") at++;
    else if (c === "[") inClass = true;
    else if (c === "]") inClass = false;
    else if (c === "/" && !inClass) return endOf(text, at + 1, (flag) => /[a-z]/.test(flag));
  }
  return text.length;
}

/** Whether a value, not an operator, comes after a token: then a slash begins a regular expression. */
function startsValue(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === "mark") return before.text !== ")" && before.text !== "]" && before.text !== "}";
  return before.kind === "name" && (before.text === "typeof" || before.text === "in");
}
