import { describe, expect, it } from "vitest";
import { fieldsOf } from "./fields";
import { triggerSchema } from "./triggerSchema";

const root = {
  $defs: {
    webhookAuth: { type: "object", properties: { type: {}, preset: {}, header: {}, user: {}, secret: {} } },
    webhookTrigger: { type: "object", properties: { type: { const: "webhook" }, path: {}, auth: { $ref: "#/$defs/webhookAuth" } } },
    scheduleTrigger: { type: "object", properties: { type: { const: "schedule" }, name: {}, cron: {}, every: {}, timeZone: {} } },
  },
};

const names = (trigger: Record<string, unknown>, inner?: string) => {
  const schema = triggerSchema(root, trigger as never) ?? {};
  const fields = fieldsOf(schema, root);
  const shown = inner === undefined ? fields : fieldsOf(fields.find((field) => field.name === inner)?.schema ?? {}, root);
  return shown.map((field) => field.name);
};

describe("triggerSchema", () => {
  it("Schedule_AsksForCronOrEvery", () => {
    expect(names({ type: "schedule", cron: "@daily" })).toEqual(["type", "cron", "timeZone", "name"]);
    expect(names({ type: "schedule", every: "1h" })).toEqual(["type", "every", "name"]);
  });

  it.each([
    [{}, ["type"]],
    [{ type: "apiKey" }, ["type", "header", "secret"]],
    [{ type: "basic", preset: "github" }, ["type", "preset", "user", "secret"]],
    [{ type: "hmac-sha256" }, ["type", "preset", "header", "secret"]],
  ])("Proof_%j_HasItsFieldsAndWhatIsThere", (auth, expected) => {
    expect(names({ type: "webhook", auth }, "auth")).toEqual(expected);
  });

  it("UnknownType_HasNoForm", () => {
    expect(triggerSchema(root, { type: "pigeon" })).toBeUndefined();
  });
});
