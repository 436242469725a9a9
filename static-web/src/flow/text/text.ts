import type { YAMLMap, YAMLSeq } from "yaml";
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair } from "yaml";
import { canonical, equalJson, isArray, isObject, type Json, type JsonObject, type Path } from "../json";

export type TextFormat = "json" | "yaml";

export interface TextProblem {
  readonly message: string;
  /** Where it is: characters from the start. */
  readonly from: number;
  readonly to: number;
}

export type ParsedText =
  | { readonly document: JsonObject; readonly problems: readonly [] }
  | { readonly document?: undefined; readonly problems: readonly TextProblem[] };

/** A document as text. */
export function toText(document: JsonObject, format: TextFormat): string {
  return format === "json" ? `${JSON.stringify(document, null, 2)}\n` : writeYaml(newYaml(document));
}

/** Reads a document, or says what is wrong with the text and where. */
export function readText(text: string, format: TextFormat): ParsedText {
  const yaml = parseYaml(text);
  const problems = yaml.errors.map((error) => ({
    message: firstLine(error.message),
    from: error.pos[0],
    to: Math.max(error.pos[0] + 1, error.pos[1]),
  }));
  const [first, ...more] = problems;
  if (first) return { problems: [first, ...more] };
  if (format === "json") {
    const problem = jsonProblem(text);
    if (problem) return { problems: [problem] };
  }
  const document = (format === "json" ? JSON.parse(text) : yaml.toJS({ maxAliasCount: 100 })) as Json;
  return isObject(document)
    ? { document, problems: [] }
    : { problems: [{ message: "A flow is an object with members such as id and steps.", from: 0, to: text.length }] };
}

/** The text with what differs in a document put in. YAML keeps its comments, its order and its way of writing what is the same. */
export function updateText(text: string, document: JsonObject, format: TextFormat): string {
  const read = readText(text, format);
  if (read.document && equalJson(read.document, document)) return text;
  if (format === "json" || !read.document) return toText(document, format);
  const yaml = parseYaml(text);
  yaml.contents = updated(yaml, yaml.contents, document) as Document["contents"] as typeof yaml.contents;
  return writeYaml(yaml);
}

/** Where the value at a path stands in the text, its name included; undefined when it is not there. */
export function rangeOf(text: string, path: Path): { from: number; to: number } | undefined {
  let node: unknown = parseYaml(text).contents;
  let start: number | undefined;
  for (const name of path) {
    start = undefined;
    if (isMap(node)) {
      const pair = pairOf(node, String(name));
      start = isNode(pair?.key) ? pair.key.range?.[0] : undefined;
      node = pair?.value;
    } else node = isSeq(node) ? node.items[Number(name)] : undefined;
    if (!isNode(node)) return undefined;
  }
  const range = isNode(node) ? node.range : undefined;
  return range ? { from: start ?? range[0], to: range[1] } : undefined;
}

function parseYaml(text: string): Document.Parsed {
  return parseDocument(text, { lineCounter: new LineCounter(), prettyErrors: false, uniqueKeys: true });
}

function newYaml(document: JsonObject): Document {
  const yaml = parseDocument("") as unknown as Document;
  yaml.contents = yaml.createNode(document);
  return yaml;
}

function writeYaml(yaml: Document): string {
  return yaml.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** A YAML node that says a value: the node itself, changed where it says something else. */
function updated(yaml: Document, node: unknown, value: Json): Node {
  if (isObject(value) && isMap(node)) return updatedMap(yaml, node, value);
  if (isArray(value) && isSeq(node)) return updatedSeq(yaml, node, value);
  if (isScalar(node) && !isObject(value) && !isArray(value)) {
    if (node.value !== value) node.value = value;
    return node;
  }
  return yaml.createNode(value);
}

function updatedMap(yaml: Document, map: YAMLMap, value: JsonObject): YAMLMap {
  const known = new Map(map.items.map((pair) => [nameOf(pair), pair]));
  map.items = Object.entries(value).map(([name, one]) => {
    const pair = known.get(name) ?? yaml.createPair(name, one);
    if (known.has(name)) pair.value = updated(yaml, pair.value, one);
    return pair;
  });
  return map;
}

/** Elements that say the same keep their nodes, with their comments, wherever they have gone; the others are changed in place. */
function updatedSeq(yaml: Document, seq: YAMLSeq, value: readonly Json[]): YAMLSeq {
  const free = new Map<string, number[]>();
  seq.items.forEach((node, i) => {
    const key = isNode(node) ? canonical(node.toJS(yaml) as Json) : "";
    free.set(key, [...(free.get(key) ?? []), i]);
  });
  const same = value.map((one) => free.get(canonical(one))?.shift());
  const used = new Set(same);
  seq.items = value.map((one, i): unknown => {
    const at = same[i];
    return at === undefined ? updated(yaml, used.has(i) ? undefined : seq.items[i], one) : seq.items[at];
  });
  return seq;
}

function pairOf(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find((pair) => nameOf(pair) === name);
}

function nameOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

/** What JSON forbids although YAML allows it. The place is told by the message of the browser's own reader, where it tells one. */
function jsonProblem(text: string): TextProblem | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(message);
    const from = position ? Number(position[1]) : 0;
    return { message, from, to: Math.min(text.length, from + 1) };
  }
}

function firstLine(message: string): string {
  return message.split("\n")[0] ?? message;
}
