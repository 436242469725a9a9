import { asArray, isArray, isObject, member, type Json } from "../json";

/** What is known of a value: the JSON Schema that it follows, and the value itself when a run has shown it. */
export interface Shape {
  readonly schema?: Json | undefined;
  readonly value?: Json | undefined;
  /** Against which `$ref` is resolved. */
  readonly root?: Json | undefined;
}

export interface Member {
  readonly name: string;
  readonly shape: Shape;
}

/** What can follow a dot: the members that the data has, then those that only the schema knows. */
export function membersOf(shape: Shape): Member[] {
  const names = new Set<string>();
  if (isObject(shape.value)) Object.keys(shape.value).forEach((name) => names.add(name));
  for (const schema of variants(shape))
    if (isObject(member(schema, "properties"))) Object.keys(member(schema, "properties") as object).forEach((name) => names.add(name));
  return [...names].map((name) => ({ name, shape: memberOf(shape, name) }));
}

export function memberOf(shape: Shape, name: string): Shape {
  const value = isObject(shape.value) ? member(shape.value, name) : undefined;
  const found = variants(shape).flatMap((schema) => [member(member(schema, "properties"), name), member(schema, "additionalProperties")]);
  return { value, schema: found.find((schema) => isObject(schema)), root: shape.root ?? shape.schema };
}

export function elementOf(shape: Shape): Shape {
  const value = isArray(shape.value) ? shape.value[0] : undefined;
  const schema = variants(shape)
    .map((one) => member(one, "items"))
    .find((one) => isObject(one));
  return { value, schema, root: shape.root ?? shape.schema };
}

/** The kind of the value as JavaScript's methods go by it; undefined when nothing tells. */
export function kindOf(shape: Shape): "text" | "list" | "number" | "object" | "boolean" | "null" | undefined {
  if (shape.value !== undefined) return kindOfValue(shape.value);
  const types = new Set(variants(shape).flatMap((schema) => typesOf(schema)));
  types.delete("null");
  if (types.size !== 1) return undefined;
  const [type] = types;
  return ({ string: "text", array: "list", integer: "number", number: "number", object: "object", boolean: "boolean" } as const)[
    type ?? ""
  ];
}

function kindOfValue(value: Json): "text" | "list" | "number" | "object" | "boolean" | "null" {
  if (value === null) return "null";
  if (isArray(value)) return "list";
  if (typeof value === "string") return "text";
  return typeof value === "object" ? "object" : typeof value === "number" ? "number" : "boolean";
}

function typesOf(schema: Json): string[] {
  const type = member(schema, "type");
  if (typeof type === "string") return [type];
  if (isArray(type)) return type.filter((one) => typeof one === "string");
  return isObject(member(schema, "properties")) ? ["object"] : [];
}

/** A schema and what it refers to or is composed of, as far as that is written down. */
function variants(shape: Shape): Json[] {
  const root = shape.root ?? shape.schema;
  const found: Json[] = [];
  const waiting: (Json | undefined)[] = [shape.schema];
  for (let schema = waiting.shift(); schema !== undefined && found.length < 50; schema = waiting.shift()) {
    if (!isObject(schema) || found.includes(schema)) continue;
    found.push(schema);
    waiting.push(...["allOf", "anyOf", "oneOf"].flatMap((name) => asArray(member(schema, name))));
    const reference = member(schema, "$ref");
    if (typeof reference === "string") waiting.push(resolve(root, reference));
  }
  return found;
}

function resolve(root: Json | undefined, reference: string): Json | undefined {
  if (!reference.startsWith("#/")) return undefined;
  return reference
    .slice(2)
    .split("/")
    .reduce<Json | undefined>((at, name) => member(at, name.replaceAll("~1", "/").replaceAll("~0", "~")), root);
}
