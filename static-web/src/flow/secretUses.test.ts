import { describe, expect, it } from "vitest";
import { usesSecret } from "./secretUses";

const step = (text: string) => ({ steps: { a: { type: "http", with: { headers: { Authorization: text } } } } });

describe("secretUses", () => {
  it.each([
    ["Bearer {{ secrets.CRM }}", true],
    ["{{ secrets?.CRM }}", true],
    ["{{ secrets['CRM'] }}", true],
    ['{{ secrets["CRM"] + 1 }}', true],
    ["{{ secrets.CRM_TOKEN }}", false],
    ["{{ mysecrets.CRM }}", false],
    ["secrets.CRM", false],
  ])("Text_%s_UsesIt_%s", (text, expected) => {
    expect(usesSecret(step(text), "CRM")).toBe(expected);
  });

  it("Name_WithAHyphen_IsFoundInBrackets", () => {
    expect(usesSecret(step("{{ secrets['crm-token'] }}"), "crm-token")).toBe(true);
  });

  it("Webhook_ThatChecksWithIt_UsesIt", () => {
    expect(usesSecret({ triggers: { hook: { type: "webhook", auth: { type: "apiKey", secret: "CRM" } } } }, "CRM")).toBe(true);
  });
});
