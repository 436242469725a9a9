import type { Json } from "../json";
import { functions, methods, namespaces, plainMembers } from "./library";
import { accessTo } from "./references";
import type { ExpressionScope } from "./scope";
import { elementOf, kindOf, memberOf, membersOf, type Member, type Shape } from "./shape";
import { holesOf, type Hole, type Token } from "./tokens";

export interface Completion {
  readonly label: string;
  /** What replaces the text from `Completions.from` to the cursor. */
  readonly apply: string;
  readonly kind: "name" | "member" | "method" | "function" | "step";
  /** The value in the last run, or else its kind. */
  readonly detail: string | undefined;
  /** Where the replaced text begins when that is before `Completions.from`: a name that needs brackets takes the dot's place. */
  readonly from?: number;
}

export interface Completions {
  readonly from: number;
  readonly options: readonly Completion[];
}

/** What can stand at a place of a template; undefined outside of `{{ … }}` and inside of a text. */
export function complete(template: string, at: number, scope: ExpressionScope): Completions | undefined {
  const hole = holesOf(template).find((one) => one.start <= at && at <= one.end);
  if (!hole) return undefined;
  const tokens = hole.tokens.filter((token) => token.start < at);
  const last = tokens.at(-1);
  if (last && last.end >= at && !mayGrow(last, at)) return undefined;
  const typed = last?.kind === "name" && last.end >= at ? last : undefined;
  const earlier = typed ? tokens.slice(0, -1) : tokens;
  const from = typed ? typed.start : at;
  const dot = earlier.at(-1);
  if (!isDot(dot)) return { from, options: namesIn(scope, isLambdaNames(hole, at)) };
  const shape = shapeBefore(earlier.slice(0, -1), scope);
  return shape ? { from, options: membersFor(shape, dot, earlier.at(-2)) } : { from, options: [] };
}

/** A name can be typed on, and after a mark something new begins; a text or a number is what it is. */
function mayGrow(token: Token, at: number): boolean {
  return token.kind === "name" || (token.kind === "mark" && token.end <= at);
}

function isDot(token: Token | undefined): token is Token {
  return token?.kind === "mark" && (token.text === "." || token.text === "?.");
}

function namesIn(scope: ExpressionScope, own: readonly string[]): Completion[] {
  return [
    ...own.map((name): Completion => ({ label: name, apply: name, kind: "name", detail: "parameter" })),
    ...[...scope.names].map(([name, shape]): Completion => ({ label: name, apply: name, kind: "name", detail: detailOf(shape) })),
    ...functions.map((name): Completion => ({ label: name, apply: name, kind: "function", detail: "function" })),
    ...Object.keys(namespaces).map((name): Completion => ({ label: name, apply: name, kind: "function", detail: undefined })),
  ];
}

/** The parameters of the arrow functions around a place: names before each `=>` that is still open. */
function isLambdaNames(hole: Hole, at: number): string[] {
  const tokens = hole.tokens.filter((token) => token.end <= at);
  const names: string[] = [];
  tokens.forEach((token, i) => {
    if (token.text !== "=>" || token.kind !== "mark") return;
    for (let k = i - 1; k >= 0 && tokens[k]?.text !== "(" && k > i - 12; k--) {
      const one = tokens[k];
      if (one?.kind === "name" && !isDot(tokens[k - 1])) names.push(one.text);
      if (k === i - 1 && one?.kind === "name") break;
    }
  });
  return [...new Set(names)];
}

/** What is known of the value that ends with the last of some tokens: a name and the accesses after it. */
function shapeBefore(tokens: readonly Token[], scope: ExpressionScope): Shape | { readonly namespace: string } | undefined {
  const chain: Token[][] = [];
  let at = tokens.length - 1;
  for (; at >= 0; at--) {
    const token = tokens[at];
    if (token?.text === "]" && isOpen(tokens[at - 2])) {
      chain.unshift(tokens.slice(at - 1, at));
      at -= 2;
      continue;
    }
    if (token?.kind !== "name") return token?.kind === "text" ? { schema: { type: "string" } } : undefined;
    chain.unshift([token]);
    if (!isDot(tokens[at - 1])) break;
    at--;
  }
  const [first, ...rest] = chain.map((part) => part[0]);
  if (first?.kind !== "name") return undefined;
  const start = scope.names.get(first.text);
  if (!start) return rest.length === 0 && Object.hasOwn(namespaces, first.text) ? { namespace: first.text } : undefined;
  return rest.reduce<Shape>((shape, token) => (token ? access(shape, token) : shape), start);
}

function isOpen(token: Token | undefined): boolean {
  return token?.kind === "mark" && (token.text === "[" || token.text === "?.[");
}

function access(shape: Shape, token: Token): Shape {
  if (token.kind === "number") return elementOf(shape);
  return memberOf(shape, token.kind === "text" ? token.text.slice(1, -1) : token.text);
}

function membersFor(shape: Shape | { readonly namespace: string }, dot: Token, owner: Token | undefined): Completion[] {
  if ("namespace" in shape) return (namespaces[shape.namespace] ?? []).map((name) => libraryMember(name));
  const ofSteps = owner?.text === "steps";
  const members = membersOf(shape).map((one) => dataMember(one, dot, ofSteps ? "step" : "member"));
  const kind = kindOf(shape);
  const own = kind === "text" || kind === "list" || kind === "number" ? methods[kind] : [];
  return [...members, ...own.map((name) => libraryMember(name))];
}

function dataMember({ name, shape }: Member, dot: Token, kind: "step" | "member"): Completion {
  const access = accessTo(name, dot.text === "?.");
  const plain = access === dot.text + name;
  return { label: name, apply: plain ? name : access, kind, detail: detailOf(shape), ...(plain ? {} : { from: dot.start }) };
}

function libraryMember(name: string): Completion {
  return { label: name, apply: name, kind: plainMembers.has(name) ? "member" : "method", detail: undefined };
}

/** The value in a few letters, or what the schema calls it. */
export function detailOf(shape: Shape): string | undefined {
  return shape.value === undefined ? kindOf(shape) : preview(shape.value);
}

/** A value in a few letters. */
export function preview(value: Json, most = 60): string {
  const text = JSON.stringify(value);
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
