import type { components } from "../api/schema";
import { asArray, asObject, asText, isObject, member, type JsonObject } from "./json";
import { typeOf } from "./document";

/** A step type as the app describes it. */
export type StepType = components["schemas"]["StepTypeResource"];

export type Catalog = ReadonlyMap<string, StepType>;

export function toCatalog(types: readonly StepType[]): Catalog {
  return new Map(types.map((type) => [type.id, type]));
}

/** The ports a step can leave through; none means that it just succeeds. A switch gets its ports from its cases. */
export function portsOf(step: JsonObject, catalog: Catalog): readonly string[] {
  const type = typeOf(step);
  if (type !== "switch") return catalog.get(type)?.ports ?? [];
  const configuration = member(step, "with");
  const cases = asArray(member(configuration, "cases")).map((one) => asText(member(one, "port")));
  const ports = [...cases, asText(member(configuration, "default")) ?? "default"];
  return [...new Set(ports.filter((port) => port !== undefined && port !== ""))] as string[];
}

export function isLoop(step: JsonObject, catalog: Catalog): boolean {
  return catalog.get(typeOf(step))?.loop ?? isObject(member(step, "body"));
}

/** The JSON Schema of a type's `with`. */
export function configurationSchema(type: StepType | undefined): JsonObject {
  return asObject(type?.with);
}

/** The JSON Schema of what a type gives back. */
export function outputSchema(type: StepType | undefined): JsonObject {
  return asObject(type?.output);
}
