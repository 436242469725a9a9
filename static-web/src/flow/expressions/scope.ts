import { outputSchema, type Catalog } from "../catalog";
import { indexOf, loopsAround, typeOf, type FlowDocument } from "../document";
import { before } from "../edits/edges";
import { isArray, isObject, member, type Json } from "../json";
import { elementOf, type Shape } from "./shape";

/** What a run has shown: its input, what started it, and the outputs and errors of its steps by their path. */
export interface RunData {
  readonly input?: Json | undefined;
  readonly trigger?: Json | undefined;
  readonly steps: ReadonlyMap<string, StepData>;
}

/** What expressions see of a step. */
export interface StepData {
  readonly output?: Json | undefined;
  readonly status?: string | undefined;
  readonly error?: Json | undefined;
}

/** The names that an expression may use at some place, and what is known of their values. */
export interface ExpressionScope {
  readonly names: ReadonlyMap<string, Shape>;
  /** Steps that may be named here, nearest first. */
  readonly steps: readonly string[];
}

const text: Shape = { schema: { type: "string" } };
const error: Shape = {
  schema: { type: "object", properties: { code: { type: "string" }, message: { type: "string" }, step: { type: "string" }, details: {} } },
};

/** What the fields of a step may use: what is upstream in its scope, and upstream of the loops around it. */
export function scopeOfStep(
  document: FlowDocument,
  id: string,
  catalog: Catalog,
  run?: RunData,
  secrets?: readonly string[],
): ExpressionScope {
  const index = indexOf(document);
  const loops = loopsAround(document, index.steps.get(id)?.loop ?? null);
  const upstream = [id, ...loops].flatMap((one) => {
    const scope = index.scopes.get(index.steps.get(one)?.loop ?? null);
    return scope ? [...before(scope, one)] : [];
  });
  const names = commonNames(document, run);
  if (loops[0] !== undefined) addLoopNames(names, document, loops[0], run);
  if (secrets) names.set("secrets", objectOf(secrets.map((name) => [name, text])));
  return finish(names, document, upstream, catalog, run);
}

/** What the flow's output may use: all steps of the top. */
export function scopeOfOutput(document: FlowDocument, loop: string | null, catalog: Catalog, run?: RunData): ExpressionScope {
  const names = commonNames(document, run);
  if (loop !== null) addLoopNames(names, document, loop, run);
  return finish(names, document, indexOf(document).scopes.get(loop)?.steps ?? [], catalog, run);
}

/** What the input of a trigger may use. */
export function scopeOfTrigger(trigger: Json | undefined): ExpressionScope {
  const names = new Map<string, Shape>([
    ["trigger", { schema: { type: "object", properties: { type: { type: "string" }, id: { type: "string" } } }, value: trigger }],
    ["env", { schema: { type: "object" } }],
  ]);
  return { names, steps: [] };
}

function finish(
  names: Map<string, Shape>,
  document: FlowDocument,
  steps: readonly string[],
  catalog: Catalog,
  run: RunData | undefined,
): ExpressionScope {
  names.set("steps", objectOf(steps.map((id) => [id, shapeOfStep(document, id, catalog, run)])));
  return { names, steps };
}

function commonNames(document: FlowDocument, run: RunData | undefined): Map<string, Shape> {
  const schema = member(document, "input");
  return new Map<string, Shape>([
    ["input", { schema: isObject(schema) ? schema : undefined, value: run?.input }],
    ["trigger", { schema: { type: "object", properties: { type: { type: "string" }, id: { type: "string" } } }, value: run?.trigger }],
    ["env", { schema: { type: "object" } }],
    [
      "run",
      objectOf(["id", "startedAt", "flow", "attempt"].map((name) => [name, name === "attempt" ? { schema: { type: "number" } } : text])),
    ],
  ]);
}

function addLoopNames(names: Map<string, Shape>, document: FlowDocument, loop: string, run: RunData | undefined): void {
  const step = indexOf(document).steps.get(loop)?.step ?? {};
  names.set("index", { schema: { type: "integer" } });
  if (typeOf(step) === "repeat") {
    names.set("item", {});
    return;
  }
  const items = itemsOf(step, document, run);
  names.set("items", items);
  names.set("item", elementOf(items));
}

/** What a loop walks over, when that is a value of the run that is read as it is. */
function itemsOf(step: Json, document: FlowDocument, run: RunData | undefined): Shape {
  const said = member(member(step, "with"), "items");
  if (isArray(said)) return { value: said };
  const path = typeof said === "string" ? /^\{\{\s*(input|steps)((?:\??\.[A-Za-z_$][\w$]*)+)\s*\}\}$/.exec(said) : null;
  if (!path) return {};
  const names = (path[2] ?? "").split(/\??\./).slice(1);
  const start: Json | undefined = path[1] === "input" ? run?.input : run?.steps.get(names[0] ?? "")?.output;
  const rest = path[1] === "input" ? names : names.slice(2);
  const value = rest.reduce<Json | undefined>((at, name) => member(at, name), start);
  const schema =
    path[1] === "input"
      ? rest.reduce<Json | undefined>((at, name) => member(member(at, "properties"), name), member(document, "input"))
      : undefined;
  return { value, schema };
}

function shapeOfStep(document: FlowDocument, id: string, catalog: Catalog, run: RunData | undefined): Shape {
  const step = indexOf(document).steps.get(id)?.step ?? {};
  const seen = run?.steps.get(id);
  return {
    ...objectOf([
      ["output", { schema: outputSchema(catalog.get(typeOf(step))), value: seen?.output }],
      ["status", text],
      ["error", { ...error, value: seen?.error }],
    ]),
    value: {
      status: seen?.status ?? "",
      ...(seen?.output === undefined ? {} : { output: seen.output }),
      ...(seen?.error === undefined ? {} : { error: seen.error }),
    },
  };
}

/** An object shape whose members have shapes of their own. */
function objectOf(members: readonly (readonly [string, Shape])[]): Shape {
  const schemas = members.map(([name, shape]): [string, Json] => [name, shape.schema ?? {}]);
  const values = members.flatMap(([name, shape]): [string, Json][] => (shape.value === undefined ? [] : [[name, shape.value]]));
  return {
    schema: { type: "object", properties: Object.fromEntries(schemas) },
    value: values.length === 0 ? undefined : Object.fromEntries(values),
  };
}
