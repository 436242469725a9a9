import { asObject, asText, isObject, member, type JsonObject } from "../json";
import { without } from "../tree";

/** What each kind of proof has; the others' members would only confuse. */
const proofs: Readonly<Record<string, readonly string[]>> = {
  none: ["type"],
  apiKey: ["type", "header", "secret"],
  basic: ["type", "user", "secret"],
};

/** What all types have comes after what only this one has. */
const common = ["name", "enabled", "input"];

/** The part of the flow format's schema that a trigger's form is made of; undefined for a type that it does not know. */
export function triggerSchema(root: JsonObject, trigger: JsonObject): JsonObject | undefined {
  const schema = member(member(root, "$defs"), `${asText(member(trigger, "type")) ?? ""}Trigger`);
  if (!isObject(schema)) return undefined;
  const properties = asObject(member(schema, "properties"));
  const hidden = member(trigger, "every") === undefined ? ["every"] : ["cron", "timeZone"];
  const shown = without(properties, properties.cron === undefined ? [] : hidden);
  const members = isObject(shown.auth) ? { ...shown, auth: proofSchema(root, trigger) } : shown;
  const own = without(members, common);
  return { ...schema, properties: { ...own, ...without(members, Object.keys(own)) } };
}

function proofSchema(root: JsonObject, trigger: JsonObject): JsonObject {
  const schema = asObject(member(member(root, "$defs"), "webhookAuth"));
  const properties = asObject(member(schema, "properties"));
  const type = asText(member(member(trigger, "auth"), "type"));
  const kept = type === undefined ? ["type"] : (proofs[type] ?? Object.keys(properties).filter((name) => name !== "user"));
  const hidden = Object.keys(properties).filter((name) => !kept.includes(name) && member(member(trigger, "auth"), name) === undefined);
  return { ...schema, properties: without(properties, hidden) };
}
