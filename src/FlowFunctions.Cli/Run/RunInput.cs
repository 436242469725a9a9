using System.Text.Json;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Flows.Schema;

namespace FlowFunctions.Cli.Run;

/// <summary>The input that a run starts from.</summary>
internal static class RunInput
{
    private const string Nothing = "{}";

    /// <summary>Reads the input and checks it against the flow's schema.</summary>
    /// <exception cref="InvalidUseException">It is no JSON, or it does not fit; the message names every problem.</exception>
    public static async Task<Payload> ReadAsync(string? argument, Plan plan, Terminal terminal)
    {
        var input = await JsonArgument.ReadAsync("--input", argument ?? Nothing, terminal);
        if (plan.InputSchema.ValueKind != JsonValueKind.Undefined)
        {
            Check(input, plan, isGiven: argument is not null);
        }

        return Payload.From(input);
    }

    private static void Check(JsonElement input, Plan plan, bool isGiven)
    {
        var problems = JsonSchema.Parse(plan.InputSchema).Validate(input);
        if (problems.Count > 0)
        {
            var lines = problems.Select(static problem => $"\n  input{problem.Pointer}: {problem.Message}");
            var what = isGiven ? "The input" : "No input was given (--input), and an empty one";
            throw new InvalidUseException(
                $"{what} does not fit the schema of flow '{plan.FlowId}':{string.Concat(lines)}"
            );
        }
    }
}
