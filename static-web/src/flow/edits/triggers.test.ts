import { describe, expect, it } from "vitest";
import { addTrigger, removeTrigger, renameTrigger, setTriggerMember } from "./triggers";

const flow = { id: "orders", steps: {}, triggers: { hook: { type: "webhook", path: "a", auth: { type: "basic" } } } };

describe("triggers", () => {
  it("Add_TakesAFreeId_AndBeginsWithWhatIsNeeded", () => {
    const { id, document } = addTrigger(flow, "webhook");
    expect([id, document.triggers]).toEqual(["hook2", { ...flow.triggers, hook2: { type: "webhook", path: "orders" } }]);
    expect(addTrigger({ id: "x", steps: {} }, "schedule").document.triggers).toEqual({ schedule: { type: "schedule", cron: "0 2 * * *" } });
  });

  it("Remove_OfTheLast_LeavesNoEmptyMember", () => {
    expect(removeTrigger(flow, "hook")).toEqual({ id: "orders", steps: {} });
  });

  it("SetMember_ToNothing_TakesTheEmptyObjectAroundItAway", () => {
    expect(setTriggerMember(flow, "hook", ["auth", "type"], undefined).triggers).toEqual({ hook: { type: "webhook", path: "a" } });
    expect(setTriggerMember(flow, "hook", ["auth", "user"], "me").triggers).toEqual({
      hook: { type: "webhook", path: "a", auth: { type: "basic", user: "me" } },
    });
  });

  it("Rename_KeepsTheTrigger_AndRefusesWhatIsTakenOrNoId", () => {
    expect(renameTrigger(flow, "hook", "intake").document?.triggers).toEqual({ intake: flow.triggers.hook });
    expect(renameTrigger(addTrigger(flow, "queue").document, "queue", "hook").problem).toMatch("already");
    expect(renameTrigger(flow, "hook", "1x").problem).toMatch("letter");
  });
});
