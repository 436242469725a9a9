using System.Text.Json;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.Steps.Tests;

/// <summary>Executes single steps as an engine would.</summary>
internal static class StepBench
{
    public static readonly DateTimeOffset ReadyAt = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly StepTypes Types = StepTypes.BuiltIn();
    private static readonly StepExecutor Executor = new(Types, NoSecrets.Instance);

    public static StepRequest Request(string type, string with) =>
        new()
        {
            RunId = "r1",
            FlowId = "orders",
            RunStartedAt = ReadyAt.AddMinutes(-1),
            Path = "step",
            Attempt = 2,
            ReadyAt = ReadyAt,
            Step = new PlanStep
            {
                Id = "step",
                Type = type,
                With = JsonTemplate.Parse(JsonElement.Parse(with)),
                IsPure = true,
            },
            Input = Payload.Parse("""{"n":3,"name":"Ada","list":[1,2,3]}"""),
            Trigger = Payload.Parse("""{"type":"manual"}"""),
            Env = Payload.Parse("""{"API":"https://api.example.com"}"""),
            Steps = new Dictionary<string, StepView>(),
        };

    public static StepOutcome Execute(string type, string with, StepResume? resume = null) =>
        Execute(Request(type, with) with { Resume = resume });

    public static StepOutcome Execute(StepRequest request) => Executor.ExecutePure(request);

    public static StepOutcome.Succeeded Succeed(string type, string with, StepResume? resume = null) =>
        Assert.IsType<StepOutcome.Succeeded>(Execute(type, with, resume));

    public static StepError ErrorOf(string type, string with, StepResume? resume = null) =>
        Assert.IsType<StepOutcome.Failed>(Execute(type, with, resume)).Error;

    public static StepResume Signal(string payload) => new StepResume.SignalReceived(Payload.Parse(payload));

    public static void AssertJson(string expected, Payload? actual) =>
        Assert.True(
            actual is not null && JsonElement.DeepEquals(JsonElement.Parse(expected), actual.Element),
            $"Expected {expected}, got {actual?.ToString() ?? "nothing"}."
        );
}
