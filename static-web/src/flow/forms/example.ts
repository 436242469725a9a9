import { asArray, asObject, isArray, member, type Json } from "../json";

const deepest = 6;

/** An input that begins to fit a schema: defaults and examples, else something of the right type for what is required. */
export function exampleOf(schema: Json | undefined, depth = 0): Json {
  const given =
    member(schema, "const") ?? member(schema, "default") ?? asArray(member(schema, "examples"))[0] ?? asArray(member(schema, "enum"))[0];
  if (given !== undefined) return given;
  const said = member(schema, "type");
  const type = isArray(said) ? said[0] : said;
  if (type === "string") return "";
  if (type === "integer" || type === "number") return numberOf(schema);
  if (type === "boolean") return false;
  if (type === "null") return null;
  if (type === "array") return depth < deepest && member(schema, "minItems") ? [exampleOf(member(schema, "items"), depth + 1)] : [];
  const properties = asObject(member(schema, "properties"));
  const required = new Set(asArray(member(schema, "required")));
  const shown = Object.entries(properties).filter(([name]) => depth < deepest && required.has(name));
  return Object.fromEntries(shown.map(([name, one]) => [name, exampleOf(one, depth + 1)]));
}

function numberOf(schema: Json | undefined): number {
  const least = member(schema, "minimum");
  return typeof least === "number" ? least : 0;
}
