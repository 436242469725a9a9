import { asArray, asObject, asText, isArray, isObject, member, type Json, type JsonObject } from "../json";
import { without } from "../tree";

/** How a value is entered. */
export type FieldKind = "text" | "longText" | "number" | "boolean" | "choice" | "object" | "list" | "variants" | "map" | "json";

export interface Field {
  readonly name: string;
  readonly schema: JsonObject;
  readonly required: boolean;
}

/** The field that fits a schema. What could be several things is entered as JSON, in which expressions may stand anywhere. */
export function fieldKind(schema: JsonObject): FieldKind {
  if (isArray(member(schema, "enum"))) return "choice";
  if (variantsOf(schema).length > 1) return "variants";
  const type = member(schema, "type");
  if (type === "string") return isLong(schema) ? "longText" : "text";
  if (type === "integer" || type === "number") return "number";
  if (type === "boolean") return "boolean";
  if (type === "array") return listKind(schema);
  return type === "object" ? objectKind(schema) : "json";
}

/** The members of an object schema, with what they refer to put in. */
export function fieldsOf(schema: JsonObject, root: JsonObject): Field[] {
  const required = new Set(asArray(member(schema, "required")));
  return Object.entries(asObject(member(schema, "properties")))
    .filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
    .map(([name, one]) => ({ name, schema: resolve(one, root), required: required.has(name) }));
}

/** The members to show: of those that exclude each other only the one that is there, as long as one is. */
export function shownFields(schema: JsonObject, root: JsonObject, value: Json | undefined): Field[] {
  const exclusive = asArray(member(schema, "oneOf")).flatMap((one) => asArray(member(one, "required")));
  const present = exclusive.find((name) => typeof name === "string" && member(value, name) !== undefined);
  return fieldsOf(schema, root).filter(({ name }) => present === undefined || name === present || !exclusive.includes(name));
}

/** The schema of a list's elements, or of the members that a map may have. */
export function itemSchema(schema: JsonObject, root: JsonObject): JsonObject {
  const items = member(schema, "items") ?? member(schema, "additionalProperties");
  return isObject(items) ? resolve(items, root) : {};
}

/** The objects that a value may be one of. */
export function variantsOf(schema: JsonObject): JsonObject[] {
  const all = asArray(member(schema, "oneOf") ?? member(schema, "anyOf"));
  const objects = all.filter((one): one is JsonObject => isObject(one) && isObject(member(one, "properties")));
  return objects.length === all.length ? objects : [];
}

/** Which variant a value is: the one whose constant members it has. */
export function variantOf(variants: readonly JsonObject[], value: Json | undefined): number {
  return variants.findIndex((one) => Object.entries(constantsOf(one)).every(([name, constant]) => member(value, name) === constant));
}

/** What a value has when it becomes a variant: its constants, and nothing else. */
export function constantsOf(variant: JsonObject): JsonObject {
  const constants = Object.entries(asObject(member(variant, "properties"))).flatMap(([name, one]): [string, Json][] => {
    const constant = member(one, "const");
    return constant === undefined ? [] : [[name, constant]];
  });
  return Object.fromEntries(constants);
}

export function isConstant(schema: JsonObject): boolean {
  return member(schema, "const") !== undefined;
}

/** The values of a choice. */
export function choicesOf(schema: JsonObject): string[] {
  return asArray(member(schema, "enum")).filter((one): one is string => typeof one === "string");
}

/** What a field is called: its title, or its name. */
export function titleOf(name: string, schema: JsonObject): string {
  return asText(member(schema, "title")) ?? name;
}

/** What an empty field shows: the default, or else an example. */
export function placeholderOf(schema: JsonObject): string | undefined {
  const value = member(schema, "default") ?? asArray(member(schema, "examples"))[0];
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Whether a value is, or holds, an expression. */
export function isExpression(value: Json | undefined): value is string {
  return typeof value === "string" && value.includes("{{");
}

/** Whether a field of some kind can show a value; if not, it is shown as an expression or as JSON. */
export function canShow(kind: FieldKind, value: Json | undefined): boolean {
  if (value === undefined || kind === "json") return true;
  if (kind === "text" || kind === "longText") return typeof value === "string";
  if (kind === "number") return typeof value === "number";
  if (kind === "boolean") return typeof value === "boolean";
  if (kind === "choice") return typeof value === "string" && !isExpression(value);
  return kind === "list" ? isArray(value) : isObject(value);
}

/** Sets or, with undefined, takes away a member; the others keep their places. */
export function withMember(value: Json | undefined, name: string, next: Json | undefined): JsonObject {
  const before = asObject(value);
  return next === undefined ? without(before, [name]) : { ...before, [name]: next };
}

function resolve(schema: JsonObject, root: JsonObject): JsonObject {
  const reference = asText(member(schema, "$ref"));
  if (!reference?.startsWith("#/$defs/")) return schema;
  return { ...asObject(member(member(root, "$defs"), reference.slice("#/$defs/".length))), ...without(schema, ["$ref"]) };
}

function isLong(schema: JsonObject): boolean {
  const most = member(schema, "maxLength");
  return typeof most === "number" && most > 10_000;
}

function objectKind(schema: JsonObject): FieldKind {
  if (Object.keys(asObject(member(schema, "properties"))).length > 0) return "object";
  return isObject(member(schema, "additionalProperties")) ? "map" : "json";
}

/** Lists of texts and of objects are lists in the form; lists of anything else are written as JSON. */
function listKind(schema: JsonObject): FieldKind {
  const items = member(schema, "items");
  if (!isObject(items) || member(items, "anyOf") !== undefined) return "json";
  return items.type === "string" || items.type === "object" ? "list" : "json";
}
