import { inFlow } from "../files/paths";
import type { ScriptRuntime } from "../files/kinds";
import type { Json, JsonObject } from "../json";

/** A script as it is tried: what stands in the editor, with what it is given. */
export interface ScriptTrial {
  readonly runtime: ScriptRuntime;
  /** The flow in whose folder it runs; its files can be imported. */
  readonly flow?: string | undefined;
  /** The file in that folder, when it is stored as it stands in the editor. */
  readonly file?: string | undefined;
  readonly code: string;
  readonly input: Json;
  readonly secrets: readonly string[];
  readonly hasNetwork: boolean;
}

/** Characters of code that a step takes. */
export const maxCode = 262_144;

/** The configuration of the step that is tried. A stored script runs as its file, so that its errors name it. */
export function configurationOf({ runtime, flow, file, code, secrets, hasNetwork }: ScriptTrial): JsonObject {
  return {
    runtime,
    ...(flow !== undefined && file !== undefined ? { file } : { code }),
    input: "{{ input }}",
    ...(secrets.length === 0 ? {} : { secrets: [...secrets] }),
    ...(hasNetwork ? { network: "outbound" } : {}),
  };
}

/** Why it cannot be tried as it is; undefined when it can. */
export function trialProblem(trial: Pick<ScriptTrial, "file" | "code">): string | undefined {
  if (trial.file !== undefined) return undefined;
  if (trial.code.trim() === "") return "There is no code yet.";
  if (trial.code.length > maxCode) return "It is too long to be run unsaved. Save it first.";
  return undefined;
}

/** Where a file of the workspace runs: in its flow's folder if it is in one. */
export function placeOf(path: string, isSaved: boolean): Pick<ScriptTrial, "flow" | "file"> {
  const place = inFlow(path);
  return place && /^[a-z][a-z0-9-]{0,62}$/.test(place.flow) ? { flow: place.flow, ...(isSaved ? { file: place.file } : {}) } : {};
}
